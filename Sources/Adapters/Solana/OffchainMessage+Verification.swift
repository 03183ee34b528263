import ChainCrypto
import ChainKit

extension OffchainEnvelope {
    /// What a message must be to count.
    struct Terms: Sendable {
        /// The 32 bytes of the account that must be among the signers.
        var signer: [UInt8]
        var layouts: [OffchainMessage.Layout]
        /// Which application domains count, where the layout has one; `nil`: any.
        var applicationDomains: [[UInt8]]?
        /// Judges the text.
        var fault: @Sendable (_ text: [UInt8]) -> ProofVerdict.Rejection?
    }

    /// Judges the message in every way it can be read: one must meet the terms, with good signatures of all its signers.
    ///
    /// The legacy layout names no signer; then the one signature must be the account's.
    /// - Returns: `nil` when it counts.
    func findFault(_ terms: Terms) -> ProofVerdict.Rejection? {
        var first: ProofVerdict.Rejection?
        for reading in OffchainMessage.readings(of: message, as: terms.layouts) {
            guard let fault = findFault(reading, terms) else { return nil }
            first = first ?? fault
        }
        return first ?? .signatureInvalid
    }

    private func findFault(_ reading: OffchainMessage, _ terms: Terms) -> ProofVerdict.Rejection? {
        if let allowed = terms.applicationDomains, let domain = reading.applicationDomain, !allowed.contains(domain) {
            return .domainMismatch
        }
        let signers = reading.layout == .legacy ? [terms.signer] : reading.signers
        guard signers.contains(terms.signer), signers.count == signatures.count else { return .signatureInvalid }
        if let fault = terms.fault(reading.text) { return fault }
        let areSigned = zip(signatures, signers).allSatisfy {
            Ed25519.isValid(signature: $0, message: message, publicKey: $1)
        }
        return areSigned ? nil : .signatureInvalid
    }
}
