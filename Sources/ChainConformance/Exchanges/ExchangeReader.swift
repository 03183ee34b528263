import ChainKit
import Foundation

/// One object of an exchange file, and where in the file it is.
struct ExchangeReader {
    let value: JSONValue
    let pointer: String

    func allow(_ names: [String]) throws(ChainError) {
        guard let members = value.members else { throw wrong("this is \(value.kind), where an object belongs", "") }
        if let stranger = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw wrong("there is no \"\(stranger)\" here; write \(names.joined(separator: ", "))", "/\(stranger)")
        }
    }

    func text(_ name: String) throws(ChainError) -> String {
        guard let text = value[name]?.text, !text.isEmpty else { throw wrong("\"\(name)\" must be text and not empty", "/\(name)") }
        return text
    }

    func object(_ name: String) throws(ChainError) -> JSONValue {
        guard let member = value[name], member.members != nil else { throw wrong("\"\(name)\" must be an object", "/\(name)") }
        return member
    }

    func member(_ name: String) throws(ChainError) -> ExchangeReader {
        ExchangeReader(value: try object(name), pointer: "\(pointer)/\(name)")
    }

    /// The objects of a list that may be left out.
    func list(_ name: String) throws(ChainError) -> [ExchangeReader] {
        guard let member = value[name] else { return [] }
        guard let elements = member.elements else { throw wrong("\"\(name)\" must be a list", "/\(name)") }
        return elements.enumerated().map { ExchangeReader(value: $1, pointer: "\(pointer)/\(name)/\($0)") }
    }

    /// A decimal amount that may be left out.
    func amount(_ name: String) throws(ChainError) -> Amount? {
        guard let member = value[name] else { return nil }
        guard let amount = member.text.flatMap({ Amount($0) }) else {
            throw wrong("\"\(name)\" must be a decimal amount in quotes", "/\(name)")
        }
        return amount
    }

    /// A script that may be left out.
    func script(_ name: String) throws(ChainError) -> [ScriptedUpstream.Entry] {
        guard let member = value[name] else { return [] }
        do { return try ScriptedUpstream.Entry.script(member) } catch { throw error.under("\(pointer)/\(name)") }
    }

    func time(_ name: String) throws(ChainError) -> Date {
        guard let time = RFC3339.parse(try text(name)) else {
            throw wrong("\"\(name)\" must be a time as RFC 3339 writes it", "/\(name)")
        }
        return time
    }

    func challenge() throws(ChainError) -> Challenge {
        try allow(["chain", "domain", "uri", "statement", "nonce", "issued_at", "expires_at", "account"])
        let chain: ChainID
        do { chain = try ChainID(text("chain")) } catch { throw error.under("\(pointer)/chain") }
        return Challenge(
            chain: chain, domain: try text("domain"), uri: try text("uri"), statement: value["statement"]?.text,
            nonce: try text("nonce"), issuedAt: try time("issued_at"), expiresAt: try time("expires_at"),
            account: try value["account"]?.text.map { (address) throws(ChainError) in
                try Account(chain: chain, address: address)
            })
    }

    func wrong(_ message: String, _ place: String) -> ChainError {
        ChainError(.configurationInvalid, "\(message).", pointer: pointer + place)
    }
}
