import ChainKit

/// Asks several providers and answers only what enough of them say alike.
///
/// As many as the quorum are asked at first, side by side; the others one after the other while too few agree. An answer is
/// the same in its amount, its tokens and its delegated shares; the moment it was true at may differ.
public struct QuorumHoldingReader: HoldingReader {
    private struct Vote: Hashable {
        let amount: Amount
        let items: [String]
        let delegated: [Holding.Share]
    }

    private typealias HoldingTally = Tally<Holding, Vote>

    private let main: any HoldingReader
    private let providers: [ProviderReader]
    private let quorum: Int
    private let observe: ReadingObserver

    /// - Parameters:
    ///   - main: reads the descriptions of assets.
    ///   - providers: in the order they are asked.
    ///   - quorum: how many have to agree, from 2 to the number of providers.
    public init(
        _ main: any HoldingReader, providers: [ProviderReader], quorum: Int, observe: @escaping ReadingObserver = { _ in }
    ) {
        self.main = main
        self.providers = providers
        self.quorum = quorum
        self.observe = observe
    }

    public var concurrentCalls: Int { main.concurrentCalls }

    public func asset(_ description: JSONValue) async throws(ChainError) -> Asset { try await main.asset(description) }

    public func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let empty = HoldingTally(quorum: quorum) { Vote(amount: $0.amount, items: $0.items, delegated: $0.delegated) }
        var tallies = queries.map { _ in empty }
        let first = providers.prefix(quorum)
        let answers = await withTaskGroup(of: (Int, [Result<Holding, ChainError>]).self) { group in
            for (index, provider) in first.enumerated() { group.addTask { (index, await provider.holdings(queries)) } }
            return await group.reduce(into: [Int: [Result<Holding, ChainError>]]()) { $0[$1.0] = $1.1 }
        }
        for (index, provider) in first.enumerated() {
            for (query, answer) in (answers[index] ?? []).enumerated() { tallies[query].add(answer, from: provider.name) }
        }
        for provider in providers.dropFirst(quorum) {
            let open = tallies.indices.filter { tallies[$0].agreed == nil }
            if open.isEmpty { break }
            let answers = await provider.holdings(open.map { queries[$0] })
            for (query, answer) in zip(open, answers) { tallies[query].add(answer, from: provider.name) }
        }
        report(tallies, queries)
        return tallies.map(result)
    }

    private func result(_ tally: HoldingTally) -> Result<Holding, ChainError> {
        guard let agreed = tally.agreed, var holding = agreed.first else {
            return .failure(tally.error(of: providers.count) { $0.amount.description })
        }
        holding = holding.also(saidBy: agreed.dropFirst())
        // Each of them is the second source of the other.
        if agreed.count > 1 { holding.basis = .chain }
        return .success(holding)
    }

    private func report(_ tallies: [HoldingTally], _ queries: [HoldingQuery]) {
        let undecided = tallies.indices.filter { tallies[$0].agreed == nil }
        let disagreed = undecided.filter { !tallies[$0].isShort }
        let agreed = tallies.count - undecided.count
        if agreed > 0 { observe(.quorum(.agreed, count: agreed, detail: nil)) }
        if undecided.count > disagreed.count {
            observe(.quorum(.short, count: undecided.count - disagreed.count, detail: nil))
        }
        if let first = disagreed.first {
            let said = tallies[first].summary { $0.amount.description }
            let asset = queries[first].asset
            observe(
                .quorum(.disagreed, count: disagreed.count, detail: "\(asset.namespace):\(asset.reference): \(said)"))
        }
    }
}
