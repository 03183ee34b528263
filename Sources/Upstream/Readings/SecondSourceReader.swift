import ChainKit

/// Has "too little" of an index confirmed by another provider before it counts: an index can lag behind the chain, or lose
/// an entry.
public struct SecondSourceReader: HoldingReader {
    private let first: any HoldingReader
    private let providers: [ProviderReader]
    private let observe: ReadingObserver

    /// - Parameter providers: in the order they are asked; the one that spoke first is left out.
    public init(_ first: any HoldingReader, providers: [ProviderReader], observe: @escaping ReadingObserver = { _ in }) {
        self.first = first
        self.providers = providers
        self.observe = observe
    }

    public var concurrentCalls: Int { first.concurrentCalls }

    public func asset(_ description: JSONValue) async throws(ChainError) -> Asset { try await first.asset(description) }

    public func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        var results = await first.holdings(queries)
        var doubts: [(index: Int, doubt: Doubt)] = []
        for (index, (query, result)) in zip(queries, results).enumerated() {
            guard case .success(let holding) = result, holding.basis == .index, holding.amount < query.wanted else { continue }
            doubts.append((index, Doubt(query: query, shown: holding)))
        }
        if doubts.isEmpty { return results }
        for provider in providers {
            let asked = doubts.indices.filter { doubts[$0].doubt.mayBeSettled(by: provider.name) }
            if asked.isEmpty { continue }
            let answers = await provider.holdings(asked.map { doubts[$0].doubt.query })
            for (position, answer) in zip(asked, answers) { doubts[position].doubt.hear(answer) }
        }
        for (index, doubt) in doubts { results[index] = doubt.result }
        for outcome in ReadingEvent.Confirmation.allCases {
            let count = doubts.count { $0.doubt.outcome == outcome }
            if count > 0 { observe(.confirmation(outcome, count: count)) }
        }
        return results
    }
}

/// A holding too small to be believed on the word of one index.
private struct Doubt {
    let query: HoldingQuery
    let shown: Holding
    private var settled: Holding?
    private var lastError: ChainError?

    init(query: HoldingQuery, shown: Holding) {
        self.query = query
        self.shown = shown
    }

    func mayBeSettled(by provider: String) -> Bool { settled == nil && provider != shown.source }

    mutating func hear(_ answer: Result<Holding, ChainError>) {
        switch answer {
        case .failure(let error): lastError = error
        case .success(let second) where second.amount >= query.wanted: settled = second
        case .success(let second):
            let (more, less) = second.amount > shown.amount ? (second, shown) : (shown, second)
            // Two indexes that show different tokens both miss some.
            let isBorneOut = second.basis == .chain || Set(less.items).isSubset(of: more.items) || more.items.isEmpty
            guard isBorneOut else { return }
            settled = more.also(saidBy: [less])
            settled?.basis = .chain
        }
    }

    var outcome: ReadingEvent.Confirmation {
        guard let settled else { return .unconfirmed }
        return settled.amount >= query.wanted ? .overruled : .confirmed
    }

    var result: Result<Holding, ChainError> {
        if let settled { return .success(settled) }
        return .failure(
            ChainError(
                .upstreamUnconfirmed,
                "The index \"\(shown.source)\" shows too little, and no second source bears it out; ask again later.",
                retryAfterSeconds: lastError?.retryAfterSeconds ?? 5, cause: lastError?.description))
    }
}
