import ChainKit
import Foundation

/// Proves that someone speaks for an account: holds its key, or is taken by the contract at it for its owner. What is signed
/// is the sign-in text (EIP-191) or the same as typed data (EIP-712).
struct EVMOwnership: OwnershipProver {
    let chain: ChainID
    /// The reference of `chain` as a number.
    let chainID: Int64
    /// The chain's configured name, with which errors are signed.
    let name: String
    /// `nil` where only keys may sign in; then no provider is asked.
    let wallets: ContractWallets?

    /// How far ahead of our clock a challenge may be dated, in seconds: other instances issue challenges too.
    static let skewSeconds = 60.0

    /// An EIP-4361 message when the account is known, a plain text that names domain, nonce and expiry when not.
    /// - Throws: `challenge_invalid`.
    func message(for challenge: Challenge) throws(ChainError) -> String {
        try requireOwn(challenge)
        guard let account = challenge.account else { return try EVMSignInMessage.plainText(for: challenge) }
        return try EVMSignInMessage(challenge, chainID: chainID, address: account.address).text
    }

    /// Judges `{signature, address, message?, scheme?, domain?}`.
    ///
    /// Without `message` the signature must be over the bytes of ``message(for:)``, or with the `scheme` `eip712` over the
    /// typed data that says the same. With `message`, it must be an EIP-4361 message that says what the challenge says, and
    /// the signature is over its bytes as received.
    /// - Throws: `proof_malformed` with a pointer; `challenge_invalid`; an error that blames the outside when the chain had
    ///   to be asked who speaks for the address and did not answer.
    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        let signature = try proof.requireText("signature")
        let claimed = try proof.requireText("address")
        let sent = try proof.findText("message", limit: EVMSignInMessage.limit)
        let isTyped = try Self.isTyped(proof, hasMessage: sent != nil)
        let domain = try proof.findText("domain")
        try requireOwn(challenge)
        guard now < challenge.expiresAt, challenge.issuedAt.timeIntervalSince(now) <= Self.skewSeconds else {
            return .rejected(.proofExpired)
        }
        if let domain, !domain.utf8.elementsEqual(challenge.domain.utf8) { return .rejected(.domainMismatch) }
        guard let address = try? EVMAddress(claimed.utf8), address.text == challenge.account?.address ?? address.text else {
            return .rejected(.addressInvalid)
        }
        if let sent, let rejection = try Self.rejection(of: sent, by: address, answering: challenge, on: chainID, now: now) {
            return .rejected(rejection)
        }
        let digest: [UInt8]
        if isTyped {
            digest = try EVMSignInMessage(challenge, chainID: chainID, address: address.text).typedData().digest
        } else if let sent {
            digest = EIP191.digest(of: Array(sent.utf8))
        } else {
            digest = EIP191.digest(of: Array(try message(for: challenge).utf8))
        }
        guard let bytes = Hex.decode(signature), let control = try await control(of: address, digest: digest, signature: bytes)
        else { return .rejected(.signatureInvalid) }
        return .accepted(try Account(chain: chain, address: address.text), by: control)
    }

    private func control(
        of address: EVMAddress, digest: [UInt8], signature: [UInt8]
    ) async throws(ChainError) -> Control? {
        let isKeySigned = { (signature: [UInt8]) in Self.isSigned(digest, signature, byKeyOf: address) }
        guard let wallets else { return isKeySigned(signature) ? .key : nil }
        do throws(ChainError) {
            return try await wallets.control(of: address, digest: digest, signature: signature, isKeySigned: isKeySigned)
        } catch {
            throw error.from(name)
        }
    }

    /// Whether the key of `address` signed the digest. A signature in no known form is not one.
    static func isSigned(_ digest: [UInt8], _ signature: [UInt8], byKeyOf address: EVMAddress) -> Bool {
        guard let key = EVMSignature(signature)?.signer(of: digest) else { return false }
        return EVMAddress.bytes(ofKey: key).elementsEqual(address.bytes)
    }

    private static func isTyped(_ proof: Proof, hasMessage: Bool) throws(ChainError) -> Bool {
        guard let scheme = try proof.findText("scheme") else { return false }
        guard scheme == "eip712", !hasMessage else {
            throw ChainError(
                .proofMalformed, "\"scheme\" can be eip712, without \"message\"; leave it out for a signed text.",
                pointer: "/scheme")
        }
        return true
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
