import ChainCrypto
import ChainKit

/// The vector operations on off-chain messages.
enum SolanaOffchainOps {
    static let all = [
        VectorOp("solana.offchain.parse") { inputs throws(ChainError) in
            let bytes = try inputs.hexInput("bytes")
            guard let message = OffchainMessage.readings(of: bytes).first else { return .reject() }
            return .accept([
                "layout": .string(message.layout.rawValue), "version": .integer(Int64(message.layout.version)),
                "application_domain": message.applicationDomain.map { .string(Hex.encode($0)) } ?? .null,
                "format": message.format.map { .integer(Int64($0.rawValue)) } ?? .null,
                "signers": .array(message.signers.map { .string(Base58.encode($0)) }),
                "message": .string(String(decoding: message.text, as: UTF8.self)),
                "sha256_base58": .string(Base58.encode(SHA256.hash(bytes))),
            ])
        },
        VectorOp("solana.offchain.verify") { inputs throws(ChainError) in
            guard let envelope = try envelope(inputs) else { return .reject() }
            let fault = envelope.findFault(try terms(inputs["expect"] ?? .null))
            return fault.map { .reject(["reason": .string($0.rawValue)]) } ?? .accept()
        },
    ]

    /// The envelope of a case, or the one that its bare signature and message make.
    private static func envelope(_ inputs: JSONValue) throws(ChainError) -> OffchainEnvelope? {
        if let text = inputs["envelope"]?.text {
            return Base58.decode(text, limit: SolanaSignedText.signatureLimit).flatMap(OffchainEnvelope.init(parsing:))
        }
        let text = try inputs.input("signature")
        guard let signature = SolanaKey.parseSignature(text) ?? Hex.decode(text) else { return nil }
        return OffchainEnvelope(signatures: [signature], message: try inputs.hexInput("message"))
    }

    private static func terms(_ expected: JSONValue) throws(ChainError) -> OffchainEnvelope.Terms {
        let text = Array(try expected.input("message").utf8)
        let layouts = expected["layouts"]?.elements?.compactMap { $0.text.flatMap(OffchainMessage.Layout.init(rawValue:)) }
        let domain = expected["application_domain"]?.isNull == false ? try expected.hexInput("application_domain") : nil
        return OffchainEnvelope.Terms(
            signer: try expected.keyInput("address"), layouts: layouts ?? OffchainMessage.Layout.allCases,
            applicationDomains: domain.map { [$0] }
        ) { $0 == text ? nil : .signatureInvalid }
    }
}
