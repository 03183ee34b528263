import ChainKit
import Foundation

/// Adds up what the subject's wallets on one chain hold. What is known may suffice for a yes while the rest is unknown;
/// a no needs every wallet's answer.
struct HoldingRule: DescribedRule {
    let chainName: String
    let asset: Asset
    /// In base units.
    let wanted: Amount

    var sentence: String { "hold at least \(coins(wanted)) of \(asset.namespace):\(label) on \(chainName)" }

    func plan(for subject: Subject) -> [FactQuery] { queries(for: subject).map(FactQuery.holding) }

    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict {
        let queries = queries(for: subject)
        guard !queries.isEmpty else {
            return Verdict(
                .no,
                reasons: [Reason("no_account_on_chain", "No wallet for \(chainName) is linked; link one to have it counted.")])
        }
        var held = Amount.zero
        var evidence: [Evidence] = []
        var failures: [ChainError] = []
        for query in queries {
            switch facts[.holding(query)] {
            case .success(.holding(let holding))?:
                held = held + holding.amount
                evidence.append(Evidence(holding, answering: query))
            case .failure(let error)?: failures.append(error)
            case nil: failures.append(ChainError(.upstreamUnavailable, "The chain was not asked; ask again."))
            }
        }
        if held < wanted, !failures.isEmpty {
            return Verdict(
                .unknown,
                reasons: failures.map { Reason($0.code.rawValue, "\(chainName): \($0.message)") }.withoutRepeats(),
                evidence: evidence, retryAfterSeconds: failures.compactMap(\.retryAfterSeconds).min())
        }
        let detail = "Holds \(coins(held)) of \(asset.namespace):\(label) on \(chainName); at least \(coins(wanted)) is asked."
        return held < wanted
            ? Verdict(.no, reasons: [Reason("holds_too_little", detail)], evidence: evidence)
            : Verdict(.yes, reasons: [Reason("holds_enough", detail)], evidence: evidence)
    }

    private func queries(for subject: Subject) -> [HoldingQuery] {
        subject.accounts(on: asset.chain).map { HoldingQuery(account: $0, asset: asset) }
    }

    private var label: String {
        asset.tokenIDs.isEmpty ? asset.reference : "\(asset.reference) (\(asset.tokenIDs.count) token ids)"
    }

    /// The amount as people write it: whole coins, no trailing zeros.
    private func coins(_ amount: Amount) -> String {
        guard asset.decimals > 0 else { return amount.description }
        let digits = amount.description
        let padded = String(repeating: "0", count: max(0, asset.decimals + 1 - digits.utf8.count)) + digits
        var fraction = padded.suffix(asset.decimals)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = padded.dropLast(asset.decimals)
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
}
