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
        guard let limit = limit.whole, (1...Int64(Self.size)).contains(limit) else {
            throw ChainError(.upstreamInvalid, "The indexer's limit is not a number from 1 to the \(Self.size) asked for.")
        }
        guard json["page"].map({ $0.isNull || $0 == .integer(Int64(number)) }) ?? true else {
            throw ChainError(.upstreamInvalid, "The indexer answered another page than the one asked for.")
        }
        let total = try Self.total(json["total"])
        let hasCursor = try Self.hasCursor(json["cursor"])
        isLast = assets.isEmpty || (assets.count < limit && total <= assets.count && !hasCursor)
        slot = json["last_indexed_slot"]?.whole.flatMap(UInt64.init(exactly:))
    }

    private static func total(_ json: JSONValue?) throws(ChainError) -> Int64 {
        guard let json, !json.isNull else { return 0 }
        guard let total = json.whole, total >= 0 else {
            throw ChainError(.upstreamInvalid, "The indexer's total is not a whole number from 0 on.")
        }
        return total
    }

    private static func hasCursor(_ json: JSONValue?) throws(ChainError) -> Bool {
        guard let json, !json.isNull else { return false }
        guard json.text != nil else { throw ChainError(.upstreamInvalid, "The indexer's cursor is not a string.") }
        return true
    }
}
