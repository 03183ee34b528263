import ChainKit

/// Which token ids of a contract count.
struct EVMTokenFilter: Sendable, Hashable {
    let ids: Set<Amount>
    let ranges: [TokenRange]

    init(_ asset: Asset) {
        ids = Set(asset.tokenIDs.compactMap { Amount($0) })
        ranges = asset.tokenRanges
    }

    /// Whether every id counts.
    var isOpen: Bool { ids.isEmpty && ranges.isEmpty }

    func contains(_ id: Amount) -> Bool { isOpen || ids.contains(id) || ranges.contains { $0.contains(id) } }

    /// The ids that count, in order.
    /// - Returns: `nil` when they are more than `limit`, or all there are.
    func list(atMost limit: Int) -> [Amount]? {
        guard !isOpen else { return nil }
        var list = ids
        for range in ranges {
            var id = range.first
            while id <= range.last {
                guard list.count <= limit else { return nil }
                list.insert(id)
                id = id + Amount(1 as UInt64)
            }
        }
        return list.count <= limit ? list.sorted() : nil
    }
}

extension EVMTokenFilter {
    /// Reads `[7, "12", "100-250"]`: token ids, and ranges whose both ends count.
    /// - Throws: `asset_invalid` with a pointer.
    static func read(_ value: JSONValue, limit: Int) throws(ChainError) -> (ids: [String], ranges: [TokenRange]) {
        guard let elements = value.elements, (1...limit).contains(elements.count) else {
            throw invalid("/ids", "\"ids\" is a list of 1 to \(limit) token ids and ranges such as \"100-250\".")
        }
        var ids: Set<Amount> = []
        var ranges: [TokenRange] = []
        for (index, element) in elements.enumerated() {
            let pointer = "/ids/\(index)"
            let text = element.whole.map { String($0) } ?? element.text ?? ""
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            if ends.count == 2, let first = id(ends[0]), let last = id(ends[1]), let range = TokenRange(first, last) {
                ranges.append(range)
            } else if let id = id(text) {
                guard ids.insert(id).inserted else { throw invalid(pointer, "The token id \(text) is named twice.") }
            } else {
                throw invalid(
                    pointer,
                    "A token id is a whole number below 2^256 in plain decimal digits, a range two of them, such as \"100-250\"; write large ones as strings."
                )
            }
        }
        ranges.sort { $0.first < $1.first }
        for (range, next) in zip(ranges, ranges.dropFirst()) where range.last >= next.first {
            throw invalid("/ids", "The ranges \(range) and \(next) overlap; join them.")
        }
        if let id = ids.first(where: { id in ranges.contains { $0.contains(id) } }) {
            throw invalid("/ids", "The token id \(id) is in a range already; leave it out.")
        }
        return (ids.map(\.description).sorted(), ranges)
    }

    private static func id(_ text: String) -> Amount? {
        guard let id = Amount(text), id.description == text, id.bigEndianBytes(count: 32) != nil else { return nil }
        return id
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.assetInvalid, message, pointer: pointer)
    }
}
