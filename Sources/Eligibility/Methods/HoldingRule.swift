import ChainKit
import Foundation

/// Adds up what the subject's wallets on one chain hold, each holder's part once. What is known may suffice for a yes while
/// the rest is unknown; a no needs every wallet's answer.
struct HoldingRule: DescribedRule {
    let chainName: String
    let asset: Asset
    /// In base units.
    let wanted: Amount

    var sentence: String {
        let words = "hold at least \(coins(wanted)) of \(asset.namespace):\(label) on \(chainName)"
        return asset.through.map { "\(words), by themselves or by delegation through \($0)" } ?? words
    }

    func plan(for subject: Subject) -> [FactQuery] { queries(for: subject).map(FactQuery.holding) }

    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict {
        let queries = queries(for: subject)
        guard !queries.isEmpty else {
            return Verdict(
                .no,
                reasons: [Reason("no_account_on_chain", "No wallet for \(chainName) is linked; link one to have it counted.")])
        }
        var tally = HoldingTally(isUnique: asset.isUnique)
        var readings: [Reading] = []
        var failures: [ChainError] = []
        for query in queries {
            switch facts[.holding(query)] {
            case .success(.holding(let holding))?:
                do throws(ChainError) {
                    try tally.add(holding, of: query.account)
                    readings.append((query, holding))
                } catch { failures.append(error) }
            case .failure(let error)?: failures.append(error)
            case nil: failures.append(ChainError(.upstreamUnavailable, "The chain was not asked; ask again."))
            }
        }
        let held = tally.amount
        let evidence = readings.map { Evidence($0.holding, answering: $0.query) }
        if held < wanted, !failures.isEmpty {
            return Verdict(
                .unknown,
                reasons: failures.map { Reason($0.code.rawValue, "\(chainName): \($0.message)") }.withoutRepeats(),
                evidence: evidence, retryAfterSeconds: failures.compactMap(\.retryAfterSeconds).min())
        }
        let detail = "Holds \(coins(held)) of \(asset.namespace):\(label) on \(chainName); at least \(coins(wanted)) is asked."
        return held < wanted
            ? Verdict(.no, reasons: [Reason("holds_too_little", detail)], evidence: evidence)
            : Verdict(.yes, reasons: [Reason("holds_enough", detail)], evidence: granting(readings, tally.items))
    }

    private typealias Reading = (query: HoldingQuery, holding: Holding)

    /// Evidence of a yes: it names the tokens that make up the wanted amount, each with the first wallet that has it. Where
    /// amounts are added up, the yes rests on all that is named.
    private func granting(_ readings: [Reading], _ items: [String]) -> [Evidence] {
        guard asset.isUnique else {
            return readings.map { Evidence($0.holding, answering: $0.query, items: $0.holding.items) }
        }
        var left = Set(Int(wanted.description).map { items.prefix($0) } ?? items[...])
        return readings.map { reading in
            let own = reading.holding.items.filter { left.remove($0) != nil }
            return Evidence(reading.holding, answering: reading.query, items: own)
        }
    }

    private func queries(for subject: Subject) -> [HoldingQuery] {
        subject.accounts(on: asset.chain).map { HoldingQuery(account: $0, asset: asset, wanted: wanted) }
    }

    private var label: String {
        var tokens = asset.tokenIDs.isEmpty ? [] : ["\(asset.tokenIDs.count) token ids"]
        tokens += asset.tokenRanges.map { "tokens \($0)" }
        return tokens.isEmpty ? asset.reference : "\(asset.reference) (\(tokens.joined(separator: ", ")))"
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
