import ChainCrypto
import ChainKit

extension SolanaSignInMessage {
    /// What the server asked a wallet to put into the message; domain and address only when it fixed them.
    struct Issued: Sendable {
        var domain: String?
        var address: String?
        var statement: String?
        var fields = Fields()
    }

    /// Judges a message that a wallet built and signed, as the wallet standard's reference verification does: every
    /// issued field is in it with the same bytes, no other is, and the text is exactly the one its fields make. Over and
    /// above the reference it always requires the text to name the signer.
    /// - Parameter signer: 32 bytes.
    /// - Returns: `nil` when the signature is good for what was issued.
    static func findFault(
        signedMessage: [UInt8], signature: [UInt8], signer: (address: String, key: [UInt8]), issued: Issued
    ) -> ProofVerdict.Rejection? {
        guard let message = SolanaSignInMessage(parsing: signedMessage) else { return .signatureInvalid }
        if let domain = issued.domain, !sameBytes(domain, message.domain) { return .domainMismatch }
        guard sameBytes(message.address, signer.address), issued.address.map({ sameBytes($0, signer.address) }) ?? true,
            sameBytes(message.statement, issued.statement), message.fields.matches(issued.fields),
            message.text.utf8.elementsEqual(signedMessage),
            Ed25519.isValid(signature: signature, message: signedMessage, publicKey: signer.key)
        else { return .signatureInvalid }
        return nil
    }
}
