import AdapterSet
import ChainKit
import Foundation

/// A token that a test makes by itself, right in every part that it does not spoil.
struct ForgedToken: Sendable {
    var header: JSONValue = ["alg": "EdDSA", "typ": "JWT", "kid": "one"]
    var claims: JSONValue
    /// The seed of the signing key; the first key of the test configuration unless changed.
    var seed = [UInt8](1...32)

    /// - Parameter token: one of the server's, whose claims are taken.
    init(like token: String) throws {
        let parts = token.split(separator: ".")
        claims = try JSONValue(parsing: Base64URL.decode(String(parts[1])) ?? [])
    }

    func changing(_ name: String, to value: JSONValue?) -> ForgedToken {
        var copy = self
        copy.claims = Self.changed(claims, name, value)
        return copy
    }

    func changingHeader(_ name: String, to value: JSONValue?) -> ForgedToken {
        var copy = self
        copy.header = Self.changed(header, name, value)
        return copy
    }

    func signed(by number: UInt8) -> ForgedToken {
        var copy = self
        copy.seed = [UInt8](repeating: number, count: 32)
        return copy
    }

    var unsigned: String { "\(Base64URL.encode(header.jsonBytes)).\(Base64URL.encode(claims.jsonBytes))" }

    /// Signed with Ed25519 whatever the header says: a Solana wallet signs text with just that.
    func text() throws -> String {
        let maker = AdapterSet.kinds.first { $0.id == "solana" }?.testWallets
        let signature = try maker?.proof(signing: unsigned, domain: "rewards.example", now: Date(), secret: seed).fields[
            "signature"]?.text
        return "\(unsigned).\(Base64URL.encode(Base58.decode(signature ?? "") ?? []))"
    }

    private static func changed(_ object: JSONValue, _ name: String, _ value: JSONValue?) -> JSONValue {
        var members = object.members ?? [:]
        members[name] = value
        return .object(members)
    }
}
