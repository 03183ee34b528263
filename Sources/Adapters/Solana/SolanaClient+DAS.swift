import ChainKit

extension SolanaClient {
    /// Everything an owner has, as the index knows it.
    struct IndexedAssets: Sendable {
        let assets: [DASAsset]
        /// The slot up to which the index is complete, if it says so.
        let slot: UInt64?
    }

    /// Reads every page.
    /// - Throws: `upstream_too_large` past `maxPages` pages; `upstream_invalid`, also when the answer is about someone else.
    func assets(of owner: String, maxPages: Int) async throws(ChainError) -> IndexedAssets {
        var assets: [DASAsset] = []
        var slots: [UInt64] = []
        for number in 1...maxPages {
            let page = try DASPage(try await ask([assetsCall(of: owner, page: number)])[0], number: number)
            assets += page.assets
            if let slot = page.slot { slots.append(slot) }
            guard page.isLast else { continue }
            // Single items of others are known to slip in; an answer with nothing else answers another question.
            guard assets.isEmpty || assets.contains(where: { $0.owner == owner || $0.delegate == owner }) else {
                throw ChainError(.upstreamInvalid, "The indexer answered with the assets of another owner.")
            }
            return IndexedAssets(assets: assets, slot: slots.min())
        }
        throw ChainError(
            .upstreamTooLarge, "The wallet has more than \(maxPages) pages of assets; raise max_pages if that is wanted.")
    }

    /// Sorted by id, so that pages do not shift while they are read; unverified collections are not asked for.
    private func assetsCall(of owner: String, page: Int) -> RPCCall {
        RPCCall(
            "getAssetsByOwner",
            [
                "ownerAddress": .string(owner), "page": .integer(Int64(page)), "limit": .integer(Int64(DASPage.size)),
                "sortBy": ["sortBy": "id", "sortDirection": "asc"],
                "options": ["showUnverifiedCollections": false, "showFungible": false],
            ])
    }
}
