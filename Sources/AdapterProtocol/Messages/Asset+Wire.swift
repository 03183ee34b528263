import ChainKit

extension Asset: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow(
            "chain", "namespace", "reference", "token_ids", "token_ranges", "decimals", "unique", "through")
        var ranges: [TokenRange] = []
        if reader.has("token_ranges") {
            for range in try reader.objects("token_ranges") { ranges.append(try TokenRange(wire: range)) }
        }
        self.init(
            chain: try reader.chain("chain"), namespace: try Self.word("namespace", 64, reader),
            reference: try Self.word("reference", 256, reader),
            tokenIDs: try Self.tokenIDs(reader),
            tokenRanges: ranges, decimals: reader.has("decimals") ? Int(try reader.whole("decimals", in: 0...77)) : 0,
            isUnique: reader.has("unique") ? try reader.flag("unique") : false,
            through: reader.has("through") ? try Self.word("through", 64, reader) : nil)
    }

    private static func tokenIDs(_ reader: MessageReader) throws(ChainError) -> [String] {
        guard reader.has("token_ids") else { return [] }
        let ids = try reader.texts("token_ids", limit: 256)
        // An address as TON writes it has a ":"; a "," would make two ids of one in the asset's text.
        guard ids.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ":") } }) else {
            throw reader.wrong("must be letters, digits, \"-\", \".\", \"_\", \"%\" and \":\"", at: "token_ids")
        }
        guard zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw reader.wrong("must be sorted, each once", at: "token_ids")
        }
        return ids
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    /// A part of CAIP-19 text, in its characters; lengths are wider than CAIP-19's, as chains need them to be.
    private static func word(_ name: String, _ limit: Int, _ reader: MessageReader) throws(ChainError) -> String {
        let text = try reader.text(name, limit: limit)
        guard !text.isEmpty, text.utf8.allSatisfy(isWord) else {
            throw reader.wrong("must be letters, digits, \"-\", \".\", \"_\" and \"%\"", at: name)
        }
        return text
    }

    public var wire: JSONValue {
        [
            "chain": .string(chain.description), "namespace": .string(namespace), "reference": .string(reference),
            "token_ids": .texts(tokenIDs), "token_ranges": .array(tokenRanges.map(\.wire)),
            "decimals": .integer(Int64(decimals)), "unique": .bool(isUnique),
            "through": through.map(JSONValue.string) ?? .null,
        ]
    }
}

extension TokenRange: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("first", "last")
        guard let range = TokenRange(try reader.amount("first"), try reader.amount("last")) else {
            throw reader.wrong("must not be below \"first\"", at: "last")
        }
        self = range
    }

    public var wire: JSONValue { ["first": .string(first.description), "last": .string(last.description)] }
}
