import ChainKit

/// One page of `getAssetsByOwner`.
struct DASPage: Sendable, Hashable {
    /// The most the indexers give at a time.
    static let size = 1000

    let assets: [DASAsset]
    /// Whether the owner has no more assets than these and those of the pages before. Full pages have a successor, and so
    /// have those whose `total` or `cursor` says so; a `total` that does not may count the page alone.
    let isLast: Bool
    /// The slot up to which the index is complete, where the provider says so.
    let slot: UInt64?

    /// Reads page `number`, counted from 1.
    /// - Throws: `upstream_invalid`, also when it is another page than that.
    init(_ json: JSONValue, number: Int) throws(ChainError) {
        guard let items = json["items"]?.elements else {
            throw ChainError(.upstreamInvalid, "The indexer's answer has no list of items.")
        }
        assets = try items.map { (item) throws(ChainError) in try DASAsset(item) }
        // Some cap the limit below the one asked for and say so.
        let limit = json["limit"] ?? .integer(Int64(Self.size))
        guard let limit = limit.whole, limit > 0 else {
            throw ChainError(.upstreamInvalid, "The indexer's limit is not a positive number.")
        }
        guard json["page"].map({ $0.isNull || $0 == .integer(Int64(number)) }) ?? true else {
            throw ChainError(.upstreamInvalid, "The indexer answered another page than the one asked for.")
        }
        let isShort = assets.count < min(Int(limit), Self.size)
        let saysMore = (json["total"]?.whole ?? 0) > assets.count || json["cursor"]?.text != nil
        isLast = assets.isEmpty || (isShort && !saysMore)
        slot = json["last_indexed_slot"]?.whole.flatMap(UInt64.init(exactly:))
    }
}
