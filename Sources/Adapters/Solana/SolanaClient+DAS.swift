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

    /// Which of the collections have compressed members as far as the index knows; one that it cannot tell of is left out.
    ///
    /// An index that knows no member at all of a collection has not read it, so that it cannot tell either.
    func compressedMembers(of collections: [String]) async -> [String: Bool] {
        func search(_ collection: String, _ more: [String: JSONValue]) -> RPCCall {
            let members: [String: JSONValue] = ["grouping": ["collection", .string(collection)], "page": 1, "limit": 1]
            return RPCCall("searchAssets", .object(members.merging(more) { $1 }))
        }
        let searches = collections.flatMap { [search($0, [:]), search($0, ["compressed": true])] }
        guard let answers = try? await answers(searches), answers.count == searches.count else { return [:] }
        var known: [String: Bool] = [:]
        for (index, collection) in collections.enumerated() {
            let (any, compressed) = (Self.first(answers[2 * index]), Self.first(answers[2 * index + 1]))
            guard let any, let compressed else { continue }
            switch (any, compressed) {
            case (.some, .none): known[collection] = false
            // One that ignores the filter answers with whatever comes first.
            case (_, .some(let asset)) where asset.isCompressed == true: known[collection] = true
            default: break
            }
        }
        return known
    }

    /// The first asset of a search; `.some(nil)` when it found none, `nil` when it was not answered.
    private static func first(_ answer: RPCAnswer) -> DASAsset?? {
        guard let items = (try? answer.get())?["items"]?.elements else { return nil }
        guard let item = items.first else { return .some(nil) }
        return (try? DASAsset(item)).map { .some($0) }
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
