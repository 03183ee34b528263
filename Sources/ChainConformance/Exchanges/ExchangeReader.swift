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
        guard let text = value[name]?.text, !text.isEmpty else {
            throw wrong("\"\(name)\" must be text and not empty", "/\(name)")
        }
        return text
    }

    /// A text that may be left out or be empty.
    func textIfGiven(_ name: String) throws(ChainError) -> String? {
        guard let member = value[name] else { return nil }
        guard let text = member.text else { throw wrong("\"\(name)\" must be text", "/\(name)") }
        return text
    }

    /// A list of texts that may be left out; `nil` then.
    func textsIfGiven(_ name: String) throws(ChainError) -> [String]? {
        guard let member = value[name] else { return nil }
        guard let elements = member.elements else { throw wrong("\"\(name)\" must be a list of texts", "/\(name)") }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.text else { throw wrong("\"\(name)\" must be a list of texts", "/\(name)/\(index)") }
            texts.append(text)
        }
        return texts
    }

    /// An object of texts that may be left out.
    func textMembers(_ name: String) throws(ChainError) -> [String: String] {
        guard value[name] != nil else { return [:] }
        let members = try object(name).members ?? [:]
        if let stranger = members.keys.sorted().first(where: { members[$0]?.text == nil }) {
            throw wrong("\"\(stranger)\" must be text", "/\(name)/\(stranger)")
        }
        return members.compactMapValues(\.text)
    }

    /// `true` or `false`; left out it is `false`.
    func flag(_ name: String) throws(ChainError) -> Bool {
        guard let member = value[name] else { return false }
        guard let flag = member.flag else { throw wrong("\"\(name)\" must be true or false", "/\(name)") }
        return flag
    }

    /// A whole number from 0 that may be left out.
    func count(_ name: String) throws(ChainError) -> Int? {
        guard let member = value[name] else { return nil }
        guard let whole = member.whole, whole >= 0, let count = Int(exactly: whole) else {
            throw wrong("\"\(name)\" must be a whole number from 0, without quotes", "/\(name)")
        }
        return count
    }

    /// Anything, as long as it is there.
    func anything(_ name: String) throws(ChainError) -> JSONValue {
        guard let member = value[name] else { throw wrong("there is no \"\(name)\"", "/\(name)") }
        return member
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
        let name = try text("chain")
        let chain: ChainID
        do { chain = try ChainID(name) } catch { throw error.under("\(pointer)/chain") }
        var account: Account?
        if let address = try textIfGiven("account") {
            do { account = try Account(chain: chain, address: address) } catch { throw error.under("\(pointer)/account") }
        }
        return Challenge(
            chain: chain, domain: try text("domain"), uri: try text("uri"), statement: try textIfGiven("statement"),
            nonce: try text("nonce"), issuedAt: try time("issued_at"), expiresAt: try time("expires_at"), account: account)
    }

    func wrong(_ message: String, _ place: String) -> ChainError {
        ChainError(.configurationInvalid, "\(message).", pointer: pointer + place)
    }
}
