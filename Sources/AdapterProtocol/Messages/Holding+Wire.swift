import ChainKit
import Foundation

extension HoldingQuery: WireValue {
    /// The id that the query has in its call is the caller's to judge.
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("id", "account", "asset", "wanted", "names_items")
        self.init(
            account: try reader.account("account"), asset: try Asset(wire: reader.object("asset")),
            wanted: try reader.amount("wanted"), namesItems: try reader.flag("names_items"))
    }

    public var wire: JSONValue {
        [
            "account": .string(account.description), "asset": asset.wire, "wanted": .string(wanted.description),
            "names_items": .bool(namesItems),
        ]
    }
}

extension Holding {
    /// - Parameter now: when it was observed, unless the answer tells, which may be at most five minutes ahead.
    /// - Throws: `upstream_invalid` naming the member that is wrong.
    public init(wire reader: MessageReader, now: Date) throws(ChainError) {
        try reader.allow("amount", "items", "delegated", "basis", "at", "source", "observed_at")
        var shares: [Share] = []
        if reader.has("delegated") {
            for share in try reader.objects("delegated") { shares.append(try Share(wire: share)) }
        }
        self.init(
            amount: try reader.amount("amount"), items: try Self.items(reader), delegated: shares,
            basis: reader.has("basis") ? try reader.word("basis", of: Basis.self) : .chain,
            at: reader.has("at") ? try ChainPoint(wire: reader.object("at")) : nil,
            source: try reader.text("source", limit: 256),
            observedAt: try Self.moment(reader, now))
    }

    /// How far the other side's clock may be ahead, seconds.
    private static let aheadAtMost: TimeInterval = 300

    private static func moment(_ reader: MessageReader, _ now: Date) throws(ChainError) -> Date {
        guard reader.has("observed_at") else { return now }
        let moment = try reader.time("observed_at")
        guard moment <= now.addingTimeInterval(aheadAtMost) else { throw reader.wrong("lies in the future", at: "observed_at") }
        return moment
    }

    /// Sorted, each once.
    fileprivate static func items(_ reader: MessageReader) throws(ChainError) -> [String] {
        guard reader.has("items") else { return [] }
        let items = try reader.texts("items")
        guard Set(items).count == items.count else { throw reader.wrong("names an item twice", at: "items") }
        return items.sorted()
    }

    public var wire: JSONValue {
        [
            "amount": .string(amount.description), "items": .texts(items), "delegated": .array(delegated.map(\.wire)),
            "basis": .string(basis.rawValue), "at": at?.wire ?? .null, "source": .string(source),
            "observed_at": .time(observedAt),
        ]
    }
}

extension Holding.Share: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("holder", "amount", "items")
        self.init(
            holder: try reader.account("holder"), amount: try reader.amount("amount"), items: try Holding.items(reader))
    }

    public var wire: JSONValue {
        ["holder": .string(holder.description), "amount": .string(amount.description), "items": .texts(items)]
    }
}

extension ChainPoint: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("block", "slot", "seqno")
        guard let names = reader.value.members?.keys, names.count == 1, let name = names.first else {
            throw reader.wrong("must have one of block, slot, seqno")
        }
        let height = UInt64(try reader.whole(name))
        switch name {
        case "block": self = .block(height)
        case "slot": self = .slot(height)
        default: self = .seqno(height)
        }
    }

    public var wire: JSONValue { [parts.word: .integer(Int64(clamping: parts.height))] }
}
