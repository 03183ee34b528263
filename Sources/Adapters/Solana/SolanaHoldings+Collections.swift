import ChainKit

extension SolanaHoldings {
    /// What was found of one collection.
    struct Found: Sendable {
        var ids: [String]
        var slot: UInt64?
        var basis: Holding.Basis
        /// Whether the collection itself is there; an index that was not doubted need not say.
        var isOnChain = true
    }

    /// Counts the owner's members of each collection.
    ///
    /// An index can lag behind or lose an asset, so that "too few" is put to the chain as well, which knows all but the
    /// compressed assets. Too few of a provider that stands in for an indexer is no answer at all.
    func members(
        of wanted: [Asset: Amount], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> Answers {
        let least = Dictionary(wanted.map { ($0.key.reference, $0.value) }, uniquingKeysWith: max)
        let found =
            client.isIndexer
            ? try await indexedMembers(least, heldBy: owner, client)
            : try await onChainMembers(of: least.keys.sorted(), heldBy: owner, client)
        let short = least.filter { key, amount in found[key].map { Amount(UInt64($0.ids.count)) < amount } ?? true }
        if !client.isIndexer, configuration.hasIndexer, !short.isEmpty {
            throw ChainError(
                .upstreamUnavailable,
                "No indexer answered, and \"\(client.name)\" cannot see compressed assets; that it shows too few proves nothing.")
        }
        let observed = now()
        var answers: Answers = [:]
        for asset in wanted.keys {
            guard let found = found[asset.reference] else { continue }
            guard found.isOnChain || short[asset.reference] == nil else {
                answers[asset] = .failure(
                    ChainError(
                        .upstreamInvalid,
                        "The chain has no account \(asset.reference), or the node does not know it yet; check the collection."))
                continue
            }
            answers[asset] = .success(
                Holding(
                    amount: Amount(UInt64(found.ids.count)), items: found.ids.sorted(), basis: found.basis,
                    at: found.slot.map(ChainPoint.slot), source: client.name, observedAt: observed))
        }
        return answers
    }

    private func indexedMembers(
        _ least: [String: Amount], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> [String: Found] {
        let index = try await client.assets(of: owner, maxPages: configuration.maxPages)
        var found: [String: Found] = [:]
        for key in least.keys {
            found[key] = Found(
                ids: DASAsset.held(by: owner, in: key, of: index.assets), slot: index.slot, basis: .index)
        }
        let short = least.filter { Amount(UInt64(found[$0.key]?.ids.count ?? 0)) < $0.value }.keys.sorted()
        guard configuration.confirmsEmpty, !short.isEmpty else { return found }
        let chain = try await onChainMembers(of: short, heldBy: owner, client)
        let withoutAccount = Set(index.assets.filter { $0.isCompressed != false }.map(\.id))
        for key in short {
            guard var confirmed = chain[key] else { continue }
            // The chain's word on what has an account, the index's on what has none.
            let compressed = found[key]?.ids.filter(withoutAccount.contains) ?? []
            confirmed.ids = (confirmed.ids + compressed).uniqued()
            if compressed.isEmpty, !(await hasCompressed(key, client)) {
                confirmed.basis = .chain
            } else {
                confirmed.basis = .index
                if let slot = index.slot { confirmed.slot = min(slot, confirmed.slot ?? slot) }
            }
            found[key] = confirmed
        }
        return found
    }

    /// Whether members of the collection may be known to the index alone.
    private func hasCompressed(_ collection: String, _ client: SolanaClient) async -> Bool {
        if let known = await compressed.find(collection, now: now()) { return known }
        guard let has = await client.hasCompressedMembers(collection) else { return true }
        await compressed.record(collection, has: has, now: now())
        return has
    }
}
