import ChainKit
import Foundation

extension Challenge: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("chain", "domain", "uri", "statement", "nonce", "issued_at", "expires_at", "account")
        self.init(
            chain: try reader.chain("chain"), domain: try reader.text("domain"), uri: try reader.text("uri"),
            statement: try reader.findText("statement"), nonce: try reader.text("nonce"),
            issuedAt: try reader.time("issued_at"), expiresAt: try reader.time("expires_at"),
            account: reader.has("account") ? try reader.account("account") : nil)
    }

    public var wire: JSONValue {
        [
            "chain": .string(chain.description), "domain": .string(domain), "uri": .string(uri),
            "statement": statement.map(JSONValue.string) ?? .null, "nonce": .string(nonce),
            "issued_at": .string(RFC3339.format(issuedAt)), "expires_at": .string(RFC3339.format(expiresAt)),
            "account": account.map { .string($0.description) } ?? .null,
        ]
    }
}

extension ProofVerdict: WireValue {
    private enum Word: String, CaseIterable { case accepted, rejected }

    /// Members beside those of the verdict, such as the nonce, are the caller's to judge.
    public init(wire reader: MessageReader) throws(ChainError) {
        switch try reader.word("verdict", of: Word.self) {
        case .accepted: self = .accepted(try reader.account("account"), by: try reader.word("control"))
        case .rejected: self = .rejected(try reader.word("rejection"))
        }
    }

    public var wire: JSONValue {
        switch self {
        case .accepted(let account, let control):
            ["verdict": "accepted", "account": .string(account.description), "control": .string(control.rawValue)]
        case .rejected(let rejection): ["verdict": "rejected", "rejection": .string(rejection.rawValue)]
        }
    }
}
