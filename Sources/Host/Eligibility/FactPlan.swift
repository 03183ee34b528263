import ChainKit
import Eligibility

/// What some requirements want to know about one subject, put together so that it is read once.
struct FactPlan: Sendable {
    /// Each once, in the order of first use.
    private(set) var queries: [FactQuery] = []
    /// The queries whose answers have to name tokens.
    private(set) var naming: Set<FactQuery> = []
    private var known: Set<FactQuery> = []

    mutating func add(_ more: [FactQuery], namingItems: Bool = false) {
        for query in more where known.insert(query).inserted { queries.append(query) }
        if namingItems { naming.formUnion(more) }
    }

    /// The question to put for each query: of those about one account and asset one, which wants the largest amount and
    /// names tokens if one of them has to.
    var questions: [(query: FactQuery, question: HoldingQuery)] {
        var joint: [Topic: HoldingQuery] = [:]
        for case .holding(let query) in queries {
            let topic = Topic(account: query.account, asset: query.asset)
            let wanted = max(query.wanted, joint[topic]?.wanted ?? query.wanted)
            let names = naming.contains(.holding(query)) || query.namesItems || joint[topic]?.namesItems == true
            joint[topic] = HoldingQuery(account: query.account, asset: query.asset, wanted: wanted, namesItems: names)
        }
        return queries.compactMap { planned in
            guard case .holding(let query) = planned else { return nil }
            return joint[Topic(account: query.account, asset: query.asset)].map { (planned, $0) }
        }
    }

    /// The question that a query stands for by itself.
    func ownQuestion(_ query: FactQuery) -> HoldingQuery {
        switch query {
        case .holding(let holding): naming.contains(query) ? holding.namingItems : holding
        }
    }

    private struct Topic: Hashable {
        let account: Account
        let asset: Asset
    }
}
