import ChainKit

/// Reads planned facts from the chains, each chain once and all of them at the same time.
struct FactReader: Sendable {
    private let readers: [ChainID: any HoldingReader]

    init(readers: [ChainID: any HoldingReader]) { self.readers = readers }

    /// Every query gets a result; one whose chain has no reader is an error, never a no.
    func read(_ queries: [FactQuery]) async -> Facts {
        var byChain: [ChainID: [HoldingQuery]] = [:]
        for case .holding(let query) in queries { byChain[query.asset.chain, default: []].append(query) }
        return await withTaskGroup(of: Facts.self) { group in
            for (chain, queries) in byChain { group.addTask { await read(queries, on: chain) } }
            return await group.reduce(into: [:]) { facts, some in facts.merge(some) { first, _ in first } }
        }
    }

    private func read(_ queries: [HoldingQuery], on chain: ChainID) async -> Facts {
        let results: [Result<Holding, ChainError>]
        if let reader = readers[chain] {
            results = await reader.holdings(queries)
        } else {
            let error = ChainError(.upstreamUnavailable, "No adapter of this server reads holdings on \(chain).")
            results = queries.map { _ in .failure(error) }
        }
        return Dictionary(
            zip(queries, results).map { (FactQuery.holding($0), $1.map(Fact.holding)) }, uniquingKeysWith: { first, _ in first })
    }
}
