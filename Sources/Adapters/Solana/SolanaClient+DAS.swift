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
        var assets: [String: DASAsset] = [:]
        var slots: [UInt64] = []
        for number in 1...maxPages {
            let page = try DASPage(try await ask([assetsCall(of: owner, page: number)])[0], number: number)
            try Self.add(page.assets, to: &assets)
            if let slot = page.slot { slots.append(slot) }
            guard page.isLast else { continue }
            // Single items of others are known to slip in; an answer with nothing else answers another question.
            guard assets.isEmpty || assets.values.contains(where: { $0.owner == owner || $0.delegate == owner }) else {
                throw ChainError(.upstreamInvalid, "The indexer answered with the assets of another owner.")
            }
            return IndexedAssets(assets: Array(assets.values), slot: slots.min())
        }
        throw ChainError(
            .upstreamTooLarge, "The wallet has more than \(maxPages) pages of assets; raise max_pages if that is wanted.")
    }

    /// An asset may come twice when pages shift while they are read, but not as two different ones.
    private static func add(_ page: [DASAsset], to assets: inout [String: DASAsset]) throws(ChainError) {
        for asset in page {
            guard assets.updateValue(asset, forKey: asset.id) ?? asset == asset else {
                throw ChainError(.upstreamInvalid, "The indexer answered with two different assets of one id.")
            }
        }
    }

    /// Whether the index knows any compressed member of a collection; `nil` when it cannot tell.
    ///
    /// Asked once a collection: where nothing is compressed, the chain's accounts are all there is.
    func hasCompressedMembers(_ collection: String) async -> Bool? {
        let search = RPCCall(
            "searchAssets",
            ["grouping": ["collection", .string(collection)], "compressed": true, "page": 1, "limit": 1])
        guard let items = try? await ask([search])[0]["items"]?.elements else { return nil }
        guard let item = items.first else { return false }
        // One that ignores the filter answers with whatever comes first.
        return (try? DASAsset(item))?.isCompressed == true ? true : nil
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
