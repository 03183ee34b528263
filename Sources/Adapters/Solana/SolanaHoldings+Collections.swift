import ChainKit

extension SolanaHoldings {
    /// What was found of one collection.
    struct Found: Sendable {
        var ids: [String]
        var slot: UInt64?
    }

    /// Counts the owner's members of each collection.
    ///
    /// An index can lag behind or lose an asset, so that its "nothing" is put to the chain as well, which knows all but
    /// the compressed assets. The "nothing" of a provider that stands in for an indexer is no answer at all.
    func members(of collections: [Asset], heldBy owner: String, _ client: SolanaClient) async throws(ChainError) -> Answers {
        let keys = collections.map(\.reference)
        var found: [String: Found]
        if client.isIndexer {
            let index = try await client.assets(of: owner, maxPages: configuration.maxPages)
            found = [:]
            for key in keys {
                found[key] = Found(ids: DASAsset.held(by: owner, in: key, of: index.assets), slot: index.slot)
            }
            let empty = keys.filter { found[$0]?.ids.isEmpty ?? true }
            if configuration.confirmsEmpty, !empty.isEmpty {
                found.merge(try await onChainMembers(of: empty, heldBy: owner, client)) { _, confirmed in confirmed }
            }
        } else {
            found = try await onChainMembers(of: keys, heldBy: owner, client)
            if configuration.hasIndexer, keys.contains(where: { found[$0]?.ids.isEmpty ?? true }) {
                throw ChainError(
                    .upstreamUnavailable,
                    "No indexer answered, and \"\(client.name)\" cannot see compressed assets; its \"nothing\" proves nothing.")
            }
        }
        let observed = now()
        var answers: Answers = [:]
        for collection in collections {
            guard let found = found[collection.reference] else { continue }
            answers[collection] = .success(
                Holding(
                    amount: Amount(UInt64(found.ids.count)), items: found.ids.sorted(), at: found.slot.map(ChainPoint.slot),
                    source: client.name, observedAt: observed))
        }
        return answers
    }
}
