import ChainKit

extension SolanaHoldings {
    /// What was found of one collection.
    struct Found: Sendable, Hashable {
        var ids: [String]
        var slot: UInt64?
        var basis: Holding.Basis
        /// Whether the collection itself is there; an index that was not doubted need not say.
        var isOnChain = true
    }

    /// What became of each collection.
    typealias Findings = [String: Result<Found, ChainError>]

    /// Counts the owner's members of each collection.
    ///
    /// An index can lag behind or lose an asset, so that "too few" is put to the chain as well, which knows all but the
    /// compressed assets. Too few of a provider that stands in for an indexer is no answer at all.
    func members(
        of wanted: [Asset: Amount], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> Answers {
        let least = Dictionary(wanted.map { ($0.key.reference, $0.value) }, uniquingKeysWith: max)
        let findings =
            client.isIndexer
            ? try await indexedMembers(least, heldBy: owner, client) : try await nodeMembers(least, heldBy: owner, client)
        let observed = now()
        var answers: Answers = [:]
        for asset in wanted.keys {
            answers[asset] = findings[asset.reference]?.map { found in
                Holding(
                    amount: found.amount, items: found.ids.sorted(), basis: found.basis,
                    at: found.slot.map(ChainPoint.slot), source: client.name, observedAt: observed)
            }
        }
        return answers
    }

    /// What a node without an index shows. Beside an indexer its "too few" is none: it does not see compressed assets.
    /// - Throws: `upstream_unconfirmed` when it can answer nothing.
    private func nodeMembers(
        _ least: [String: Amount], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> Findings {
        let unconfirmed = ChainError(
            .upstreamUnconfirmed,
            "No indexer answered, and \"\(client.name)\" cannot see compressed assets; that it shows too few proves nothing.")
        var findings: Findings = [:]
        for (key, found) in try await onChainMembers(of: least.keys.sorted(), heldBy: owner, client) {
            let isShort = found.amount < least[key] ?? .zero
            findings[key] = isShort && configuration.hasIndexer ? .failure(unconfirmed) : found.known(as: key, isShort: isShort)
        }
        guard findings.values.contains(where: { $0 != .failure(unconfirmed) }) else { throw unconfirmed }
        return findings
    }

    private func indexedMembers(
        _ least: [String: Amount], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> Findings {
        let index = try await client.assets(of: owner, maxPages: configuration.maxPages)
        var findings: Findings = [:]
        var short: [String: [String]] = [:]
        for (key, amount) in least {
            let found = Found(ids: DASAsset.held(by: owner, in: key, of: index.assets), slot: index.slot, basis: .index)
            findings[key] = .success(found)
            if found.amount < amount { short[key] = found.ids }
        }
        guard configuration.confirmsEmpty, !short.isEmpty else { return findings }
        let chain: [String: Found]
        do throws(ChainError) {
            chain = try await onChainMembers(of: short.keys.sorted(), heldBy: owner, client)
        } catch {
            guard short.count < least.count, error.code.blame == .outside else { throw error }
            for key in short.keys { findings[key] = .failure(error) }
            return findings
        }
        let withoutAccount = Set(index.assets.filter { $0.isCompressed != false }.map(\.id))
        let compressed = await compressedMembers(of: short.keys.sorted(), client)
        for (key, ids) in short {
            guard var confirmed = chain[key] else { continue }
            // The chain's word on what has an account, the index's on what has none.
            let unseen = ids.filter(withoutAccount.contains)
            confirmed.ids = (confirmed.ids + unseen).uniqued()
            if !unseen.isEmpty || compressed[key] != false {
                confirmed.basis = .index
                if let slot = index.slot { confirmed.slot = min(slot, confirmed.slot ?? slot) }
            }
            findings[key] = confirmed.known(as: key, isShort: confirmed.amount < least[key] ?? .zero)
        }
        return findings
    }

    /// As the client's, each collection asked about once in a while.
    private func compressedMembers(of collections: [String], _ client: SolanaClient) async -> [String: Bool] {
        var known: [String: Bool] = [:]
        for key in collections { known[key] = await compressed.find(key, now: now()) }
        let unknown = collections.filter { known[$0] == nil }
        guard !unknown.isEmpty else { return known }
        let found = await client.compressedMembers(of: unknown)
        await compressed.record(found, now: now())
        return known.merging(found) { $1 }
    }
}

extension SolanaHoldings.Found {
    fileprivate var amount: Amount { Amount(UInt64(ids.count)) }

    /// Itself, unless it is too little of a collection that is not there: the address may be mistyped.
    fileprivate func known(as collection: String, isShort: Bool) -> Result<Self, ChainError> {
        guard isShort, !isOnChain else { return .success(self) }
        return .failure(
            ChainError(
                .upstreamInvalid,
                "The chain has no account \(collection), or the node does not know it yet; check the collection."))
    }
}
