import ChainKit

/// The sample accounts of an adapter's exchange files, asked of a configured chain and its real providers.
public struct LiveSuite: Sendable {
    private let adapter: AdapterUnderTest

    public init(_ adapter: AdapterUnderTest) { self.adapter = adapter }

    /// One check a sample of those files that are about the same chain, in their order.
    /// - Parameters:
    ///   - name: what the configuration calls the chain.
    ///   - chain: the adapter of the configured chain.
    /// - Throws: what the adapter refuses of an exchange file.
    public func checks(_ name: String, _ chain: any ChainAdapter) async throws(ChainError) -> [Check] {
        var checks: [Check] = []
        for file in adapter.files where !file.live.isEmpty {
            let stage = try await ExchangeStage.open(adapter, file, nil)
            let served = stage.adapter.chain
            await stage.close()
            guard served == chain.chain else { continue }
            for (index, sample) in file.live.enumerated() {
                checks.append(
                    Check(topic: "live/\(name)", name: "\(file.name)/\(index + 1) \(sample.account)") {
                        await sample.outcome(from: chain)
                    })
            }
        }
        return checks
    }
}

extension LiveSample {
    fileprivate func outcome(from adapter: any ChainAdapter) async -> CheckOutcome {
        guard let reader = adapter.holdings else {
            return .notOffered("The manifest does not claim the role \(AdapterManifest.Role.holdings.rawValue).")
        }
        do throws(ChainError) {
            let query = HoldingQuery(
                account: try await adapter.accounts.account(account), asset: try await reader.asset(asset), wanted: atLeast)
            guard let answer = await reader.holdings([query]).first else {
                throw ChainError(.internalError, "One query was given no answer.")
            }
            let holding = try answer.get()
            if holding.amount >= atLeast { return .passed("\(holding.amount), told by \(holding.source)") }
            return .failed(
                finding(holding.amount.description, ["expected at least \(atLeast), got \(holding.amount)"]))
        } catch {
            return .failed(finding(error.description, ["there is no answer: \(error.message)"]))
        }
    }

    private func finding(_ got: String, _ problems: [String]) -> CheckResult.Finding {
        CheckResult.Finding(
            inputs: ["account": .string(account), "asset": asset], expected: ["at_least": .string(atLeast.description)],
            got: got, problems: problems, reason: "a sample account that really holds the asset")
    }
}
