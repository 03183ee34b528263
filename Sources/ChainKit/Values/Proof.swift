/// What a wallet sends back: the `data` object of `/verify`, whose shape is the chain's own (`SolSignProof`,
/// `EvmSignProof`, …). Only the adapter of the challenge's chain reads it.
public struct Proof: Sendable, Hashable, Codable {
    public let fields: JSONValue

    public init(_ fields: JSONValue) { self.fields = fields }

    public init(from decoder: any Decoder) throws { fields = try JSONValue(from: decoder) }
    public func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }

    /// A text field that must be there.
    /// - Throws: `proof_malformed` with a pointer when it is absent, not text, or longer than `limit` bytes.
    public func requireText(_ name: String, limit: Int = 16_384) throws(ChainError) -> String {
        guard let text = try findText(name, limit: limit) else {
            throw ChainError(.proofMalformed, "\"\(name)\" is missing; send it as a string.", pointer: "/\(name)")
        }
        return text
    }

    /// A text field that may be absent or null.
    /// - Throws: `proof_malformed` with a pointer when it is there but not text, or longer than `limit` bytes.
    public func findText(_ name: String, limit: Int = 16_384) throws(ChainError) -> String? {
        switch fields[name] {
        case .string(let text)?:
            guard text.utf8.count <= limit else {
                throw ChainError(.proofMalformed, "\"\(name)\" is longer than \(limit) bytes.", pointer: "/\(name)")
            }
            return text
        case .null?, nil: return nil
        default: throw ChainError(.proofMalformed, "\"\(name)\" must be a string.", pointer: "/\(name)")
        }
    }
}

/// The answer of an ``OwnershipProver``.
public enum ProofVerdict: Sendable, Hashable, Codable {
    /// Who controls this account signed this challenge.
    case accepted(Account, by: Control = .key)
    case rejected(Rejection)

    /// Why a proof is refused. The words are those of the API; none says which byte differed.
    public enum Rejection: String, Sendable, Hashable, Codable, CaseIterable {
        case signatureInvalid = "signature_invalid"
        case addressInvalid = "address_invalid"
        case proofExpired = "proof_expired"
        case domainMismatch = "domain_mismatch"
    }
}
