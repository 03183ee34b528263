/// A blockchain named by CAIP-2: `namespace:reference`, such as `eip155:80094`.
public struct ChainID: Sendable, Hashable {
    /// `[-a-z0-9]{3,8}`, such as `eip155` or `solana`. Chains of one namespace share their address format.
    public let namespace: String
    /// `[-_a-zA-Z0-9]{1,32}`, such as `1` or the first 32 characters of a genesis hash.
    public let reference: String

    /// Reads CAIP-2 text.
    /// - Throws: `configuration_invalid` naming the part that is malformed.
    public init(_ text: String) throws(ChainError) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw ChainError(
                .configurationInvalid,
                "\"\(text.prefix(64))\" is not a CAIP-2 chain id; write namespace:reference, such as eip155:1.")
        }
        try self.init(namespace: String(parts[0])!, reference: String(parts[1])!)
    }

    /// - Throws: `configuration_invalid` naming the part that is malformed.
    public init(namespace: String, reference: String) throws(ChainError) {
        guard (3...8).contains(namespace.utf8.count), namespace.utf8.allSatisfy(Self.isNamespace) else {
            throw ChainError(
                .configurationInvalid, "CAIP-2 namespace \"\(namespace.prefix(64))\" must be 3 to 8 of a-z, 0-9 and \"-\".")
        }
        guard (1...32).contains(reference.utf8.count), reference.utf8.allSatisfy(Self.isReference) else {
            throw ChainError(
                .configurationInvalid,
                "CAIP-2 reference \"\(reference.prefix(64))\" must be 1 to 32 of letters, digits, \"-\" and \"_\".")
        }
        self.namespace = namespace
        self.reference = reference
    }

    private static func isNamespace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func isReference(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: isNamespace(byte)
        }
    }
}

extension ChainID: CustomStringConvertible {
    public var description: String { "\(namespace):\(reference)" }
}

extension ChainID: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(String(from: decoder))
    }
    public func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}
