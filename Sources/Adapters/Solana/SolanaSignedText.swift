import ChainKit

/// A sign-in that a wallet signed as a message: bare text, or text in an off-chain message.
struct SolanaSignedText: Sendable {
    private enum Signature {
        case bare([UInt8])
        case enveloped(OffchainEnvelope)
    }

    private let signature: Signature
    /// What the wallet says it signed: a text or a whole off-chain message.
    private let signedMessage: [UInt8]?

    /// The longest signature text, in characters: an envelope's size is that of the message in it.
    static let signatureLimit = 8192

    /// Reads base 58 or base 64 of an envelope, or base 58 of 64 bytes; these in base 64 too beside the signed message,
    /// as both come as bytes from the wallet standard.
    /// - Returns: `nil` for anything else.
    init?(signature text: String, signedMessage: String?) {
        let base58 = Base58.decode(text, limit: Self.signatureLimit)
        let base64 = StandardBase64.decode(text)
        if let bytes = base58, bytes.count == 64 {
            signature = .bare(bytes)
        } else if let bytes = base64, bytes.count == 64, signedMessage != nil {
            signature = .bare(bytes)
        } else if let envelope = [base58, base64].lazy.compactMap({ $0.flatMap(OffchainEnvelope.init(parsing:)) }).first {
            signature = .enveloped(envelope)
        } else {
            return nil
        }
        guard let signedMessage else {
            self.signedMessage = nil
            return
        }
        guard let bytes = StandardBase64.decode(signedMessage) else { return nil }
        self.signedMessage = bytes
    }

    /// What a signature has to be over.
    struct Terms: Sendable {
        var address: String
        /// The 32 bytes of ``address``.
        var key: [UInt8]
        /// The text this server asked to have signed.
        var issuedText: [UInt8]
        /// The same as fields, for a wallet that builds the text itself.
        var issued: SolanaSignInMessage.Issued
        var applicationDomains: [[UInt8]]

        /// Whether a text is the one issued, or the Sign-In with Solana text that a wallet makes of it.
        func fault(in text: [UInt8]) -> ProofVerdict.Rejection? {
            text == issuedText ? nil : SolanaSignInMessage.findFault(in: text, naming: address, issued: issued)
        }
    }

    /// - Returns: `nil` when the terms are met.
    func findFault(_ terms: Terms) -> ProofVerdict.Rejection? {
        switch signature {
        case .enveloped(let envelope):
            return findFault(envelope, terms)
        case .bare(let signature):
            if let signedMessage, signedMessage.starts(with: OffchainMessage.prefix) {
                return findFault(OffchainEnvelope(signatures: [signature], message: signedMessage), terms)
            }
            let text = signedMessage ?? terms.issuedText
            return terms.fault(in: text) ?? (Self.isSigned(text, signature, terms) ? nil : .signatureInvalid)
        }
    }

    private func findFault(_ envelope: OffchainEnvelope, _ terms: Terms) -> ProofVerdict.Rejection? {
        envelope.findFault(
            OffchainEnvelope.Terms(
                signer: terms.key, layouts: OffchainMessage.Layout.allCases, applicationDomains: terms.applicationDomains
            ) { text in
                guard signedMessage.map({ $0 == text || $0 == envelope.message }) ?? true else { return .signatureInvalid }
                return terms.fault(in: text)
            })
    }

    /// Whether the key signed the text, bare or in any of the messages a wallet may have made of it.
    private static func isSigned(_ text: [UInt8], _ signature: [UInt8], _ terms: Terms) -> Bool {
        if SolanaOwnership.isSigned(text, signature: signature, by: terms.key) { return true }
        let messages = OffchainMessage.wrappings(of: text, signer: terms.key, applicationDomains: terms.applicationDomains)
        return messages.contains { SolanaOwnership.isSigned($0.bytes, signature: signature, by: terms.key) }
    }
}
