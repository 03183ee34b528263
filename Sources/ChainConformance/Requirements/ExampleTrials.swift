import ChainKit

/// HLD-4 and HLD-5: the author's own examples of what must not be counted, and of what comes in pages.
enum ExampleTrials {
    static func lookAlikes(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(.holdings, "wallets with look-alikes") { report throws(ChainError) in
            let cases = adapter.cases(of: .lookAlikes)
            if !cases.contains(where: { $0.expectsNothing }) {
                report.broke(
                    "exchange files", expected: "a case of HLD-4 in which a wallet with look-alikes alone holds 0", got: "none")
            }
            await run(cases, adapter, &report)
        }
    }

    static func pages(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        let manifests: [AdapterManifest]
        do throws(ChainError) { manifests = try await adapter.manifests() } catch { manifests = [] }
        let claims = manifests.isEmpty || manifests.contains { $0.roles.contains(.holdings) && $0.readsPages }
        let cases = adapter.cases(of: .pages)
        if !claims, cases.isEmpty {
            return .notOffered("The manifest does not claim to read pages.")
        }
        return await adapter.trying(.holdings, "wallets of several pages") { report throws(ChainError) in
            if claims, !cases.contains(where: { $0.expectsSomething }) {
                report.broke(
                    "exchange files", expected: "a case of HLD-5 that holds what several pages list", got: "none")
            }
            if claims, !cases.contains(where: { $0.one.expected == .undetermined(ChainError.Code.upstreamTooLarge.rawValue) }) {
                report.broke(
                    "exchange files", expected: "a case of HLD-5 with more pages than the cap, undetermined upstream_too_large",
                    got: "none")
            }
            await run(cases, adapter, &report)
        }
    }

    /// Expects the cases to pass.
    static func run(
        _ cases: [AdapterUnderTest.Placed], _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async {
        let suite = ExchangeSuite(adapter)
        for (placed, outcome) in zip(cases, await cases.concurrentMap(atMost: 4) { await suite.outcome(of: $0) }) {
            report.tried()
            guard outcome.status != .passed else { continue }
            report.broke(
                placed.name, expected: placed.one.expected.json.json, got: outcome.finding?.got ?? "nothing",
                inputs: placed.one.question.json)
        }
    }
}

extension AdapterUnderTest {
    fileprivate func cases(of requirement: RequirementID) -> [Placed] { cases.filter { $0.one.requirement == requirement } }
}

extension AdapterUnderTest.Placed {
    fileprivate var expectsNothing: Bool { if case .holds(.zero, _, _) = one.expected { true } else { false } }
    fileprivate var expectsSomething: Bool {
        if case .holds(let amount, _, _) = one.expected { amount > .zero } else { false }
    }
}
