import ChainKit
import Foundation

extension ExpectedPayment: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("transaction", "payer", "recipient", "amount", "memo", "not_before", "not_after")
        self.init(
            transaction: try reader.text("transaction"), payer: try reader.account("payer"),
            recipient: try reader.account("recipient"), amount: try reader.amount("amount"),
            memo: try ExpectedMemo(wire: reader.object("memo")), notBefore: try reader.time("not_before"),
            notAfter: reader.has("not_after") ? try reader.time("not_after") : .distantFuture)
    }

    public var wire: JSONValue {
        [
            "transaction": .string(transaction), "payer": .string(payer.description),
            "recipient": .string(recipient.description), "amount": .string(amount.description), "memo": memo.wire,
            "not_before": .time(notBefore), "not_after": notAfter == .distantFuture ? .null : .time(notAfter),
        ]
    }
}

extension ExpectedMemo: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("text", "members")
        if let text = try reader.findText("text") {
            self = .text(text)
            return
        }
        let written = try reader.object("members")
        var members: [String: String] = [:]
        for name in (written.value.members ?? [:]).keys { members[name] = try written.text(name) }
        self = .members(members)
    }

    public var wire: JSONValue {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .members(let members): ["members": .object(members.mapValues(JSONValue.string))]
        }
    }
}

extension PaymentVerdict: WireValue {
    private enum Word: String, CaseIterable { case paid, pending, refused }

    /// Members beside those of the verdict, such as the transaction, are the caller's to judge.
    public init(wire reader: MessageReader) throws(ChainError) {
        switch try reader.word("verdict", of: Word.self) {
        case .paid: self = .paid(at: try ChainPoint(wire: reader.object("at")), isFinal: try reader.flag("is_final"))
        case .pending: self = .pending
        case .refused: self = .refused(try reader.word("refusal"))
        }
    }

    public var wire: JSONValue {
        switch self {
        case .paid(let point, let isFinal): ["verdict": "paid", "at": point.wire, "is_final": .bool(isFinal)]
        case .pending: ["verdict": "pending"]
        case .refused(let refusal): ["verdict": "refused", "refusal": .string(refusal.rawValue)]
        }
    }
}
