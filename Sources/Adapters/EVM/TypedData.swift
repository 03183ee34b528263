import ChainCrypto
import ChainKit

/// Typed structured data as wallets sign it with `eth_signTypedData_v4` (EIP-712).
struct TypedData: Sendable {
    let primaryType: String
    /// Keccak-256 of the encoded primary type.
    let typeHash: [UInt8]
    let domainSeparator: [UInt8]
    /// The message's `encodeData` behind its type hash: what ``structHash`` is the hash of.
    let structEncoding: [UInt8]
    let structHash: [UInt8]

    /// Reads `{types, primaryType, domain, message}`, strictly: every member there and of its type, none besides.
    /// - Throws: `parameters_invalid` with a pointer.
    init(_ json: JSONValue) throws(ChainError) {
        let schema = try TypedDataSchema(types: json["types"], domain: json["domain"])
        guard let primaryType = json["primaryType"]?.text, primaryType != TypedDataSchema.domainName else {
            throw ChainError(
                .parametersInvalid, "\"primaryType\" must name the message's structure in \"types\".", pointer: "/primaryType")
        }
        var encoder = TypedDataEncoder(schema)
        self.primaryType = primaryType
        domainSeparator = try encoder.hash(TypedDataSchema.domainName, json["domain"], at: "/domain")
        structEncoding = try encoder.encode(primaryType, json["message"], at: "/message", depth: 0)
        structHash = Keccak256.hash(structEncoding)
        typeHash = schema.typeHash(of: primaryType)
    }

    /// What is signed.
    var digest: [UInt8] { Keccak256.hash([0x19, 0x01] + domainSeparator + structHash) }
}
