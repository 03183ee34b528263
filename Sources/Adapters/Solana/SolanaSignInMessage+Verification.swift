import ChainKit

extension SolanaSignInMessage {
    /// What the server asked a wallet to put into the message; domain and address only when it fixed them.
    struct Issued: Sendable {
        var domain: String?
        var address: String?
        var statement: String?
        var fields = Fields()
    }

    /// Judges the text that a wallet built, as the wallet standard's reference verification does: every issued field is in
    /// it with the same bytes, no other is, and the text is exactly the one its fields make. Over and above the reference it
    /// always requires the text to name the signer. Who signed it is for the caller to check.
    /// - Returns: `nil` when the text is good for what was issued.
    static func findFault(in text: [UInt8], naming address: String, issued: Issued) -> ProofVerdict.Rejection? {
        guard let message = SolanaSignInMessage(parsing: text) else { return .signatureInvalid }
        if let domain = issued.domain, !sameBytes(domain, message.domain) { return .domainMismatch }
        guard sameBytes(message.address, address), issued.address.map({ sameBytes($0, address) }) ?? true,
            sameBytes(message.statement, issued.statement), message.fields.matches(issued.fields),
            message.text.utf8.elementsEqual(text)
        else { return .signatureInvalid }
        return nil
    }
}
