import ChainKit
import Foundation

/// Proves that someone holds the key of an account, by `personal_sign` (EIP-191) over the sign-in text.
struct EVMOwnership: OwnershipProver {
    let chain: ChainID
    /// The reference of `chain` as a number.
    let chainID: Int64

    /// How far ahead of our clock a challenge may be dated, in seconds: other instances issue challenges too.
    static let skewSeconds = 60.0

    /// An EIP-4361 message when the account is known, a plain text that names domain, nonce and expiry when not.
    /// - Throws: `challenge_invalid`.
    func message(for challenge: Challenge) throws(ChainError) -> String {
        try requireOwn(challenge)
        guard let account = challenge.account else { return try EVMSignInMessage.plainText(for: challenge) }
        return try EVMSignInMessage(challenge, chainID: chainID, address: account.address).text
    }

    /// Judges `{signature, address, message?, domain?}`.
    ///
    /// Without `message` the signature must be over the bytes of ``message(for:)``. With it, it must be an EIP-4361
    /// message that says what the challenge says, and the signature is over its bytes as received.
    /// - Throws: `proof_malformed` with a pointer; `challenge_invalid`.
    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        let signature = try proof.requireText("signature")
        let claimed = try proof.requireText("address")
        let sent = try proof.findText("message", limit: EVMSignInMessage.limit)
        let domain = try proof.findText("domain")
        try requireOwn(challenge)
        guard now < challenge.expiresAt, challenge.issuedAt.timeIntervalSince(now) <= Self.skewSeconds else {
            return .rejected(.proofExpired)
        }
        if let domain, !domain.utf8.elementsEqual(challenge.domain.utf8) { return .rejected(.domainMismatch) }
        guard let address = try? EVMAddress(claimed.utf8), address.text == challenge.account?.address ?? address.text else {
            return .rejected(.addressInvalid)
        }
        let text: String
        if let sent {
            if let rejection = try Self.rejection(of: sent, by: address, answering: challenge, on: chainID, now: now) {
                return .rejected(rejection)
            }
            text = sent
        } else {
            text = try message(for: challenge)
        }
        guard Self.signed(text, signature: signature, by: address) else { return .rejected(.signatureInvalid) }
        return .accepted(try Account(chain: chain, address: address.text))
    }

    /// Whether the key of `address` signed the text's bytes (EIP-191). A signature in no known form is not one.
    static func signed(_ text: String, signature: String, by address: EVMAddress) -> Bool {
        guard let bytes = Hex.decode(signature), let signature = EVMSignature(bytes),
            let key = signature.signer(of: EIP191.digest(of: Array(text.utf8)))
        else { return false }
        return EVMAddress.bytes(ofKey: key).elementsEqual(address.bytes)
    }

    /// Why a message the front end built does not answer the challenge, `nil` when it does.
    private static func rejection(
        of text: String, by address: EVMAddress, answering challenge: Challenge, on chainID: Int64, now: Date
    ) throws(ChainError) -> ProofVerdict.Rejection? {
        let message = try EVMSignInMessage(parsing: text)
        let expected = EVMSignInMessage.Expectation(
            domain: challenge.domain, scheme: challenge.uri.firstIndex(of: ":").map { String(challenge.uri[..<$0]) },
            nonce: challenge.nonce, chainIDs: [chainID])
        return message.rejection(expecting: expected, now: now) ?? (message.address == address.text ? nil : .addressInvalid)
    }

    private func requireOwn(_ challenge: Challenge) throws(ChainError) {
        guard challenge.chain == chain, challenge.account?.chain ?? chain == chain else {
            throw ChainError(
                .challengeInvalid, "The challenge is for \(challenge.chain) and this is \(chain); ask that chain's adapter.",
                pointer: "/chain")
        }
    }
}
