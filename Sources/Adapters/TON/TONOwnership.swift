import ChainKit
import Foundation

/// Proves that a wallet's key signed a challenge, by the `ton_proof` of TON Connect whose payload is the challenge's nonce.
///
/// The key is bound to the address by `state_init`, whose hash the address is. Without one, or with one whose code is not
/// known, the deployed contract is asked; a contract that names no key is refused.
struct TONOwnership: OwnershipProver {
    let network: TONNetwork
    /// Asks the deployed contract for its key (`get_public_key`). A chain that does not answer is an error, never `nil`.
    let keyOnChain: TONProof.KeyOnChain

    /// Seconds by which a wallet's clock, or another instance's, may be off.
    static let skewSeconds = 60.0
    /// Seconds for which a signature counts, however long the challenge is open.
    static let maximumAgeSeconds = 900.0

    init(network: TONNetwork, keyOnChain: @escaping TONProof.KeyOnChain) {
        self.network = network
        self.keyOnChain = keyOnChain
    }

    /// The payload of the `ton_proof` request.
    /// - Throws: `challenge_invalid`.
    func message(for challenge: Challenge) throws(ChainError) -> String {
        guard challenge.chain == network.chain, challenge.account?.chain ?? network.chain == network.chain else {
            throw ChainError(
                .challengeInvalid,
                "The challenge is for \(challenge.chain) and this is \(network.chain); ask that chain's adapter.",
                pointer: "/chain")
        }
        guard !challenge.nonce.isEmpty else {
            throw ChainError(.challengeInvalid, "The challenge has no nonce; give it at least 8 characters.", pointer: "/nonce")
        }
        if let account = challenge.account {
            do { _ = try TONAddress(account: account) } catch {
                throw ChainError(.challengeInvalid, error.message, pointer: "/account")
            }
        }
        return challenge.nonce
    }

    /// Judges `{signature, timestamp, wallet_address_hex, wallet_address_base64?, state_init?, public_key?, domain?, network?}`.
    ///
    /// `wallet_address_hex` is the raw address, which is what is signed; the friendly one must agree with it.
    /// - Throws: `proof_malformed` with a pointer; `challenge_invalid`; an error that blames the outside when the chain had
    ///   to be asked and did not answer.
    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        let signature = try proof.requireText("signature", limit: 128)
        let rawAddress = try proof.requireText("wallet_address_hex", limit: 128)
        let friendlyAddress = try proof.findText("wallet_address_base64", limit: 128)
        let stateInit = try proof.findText("state_init")
        let publicKey = try proof.findText("public_key", limit: 128)
        let declaredNetwork = try proof.findText("network", limit: 32)
        let timestamp = try TONProof.timestamp(proof.fields["timestamp"])
        let domain = try TONProof.findDomain(proof.fields["domain"])
        let payload = try message(for: challenge)

        let skew = Self.skewSeconds
        guard now < challenge.expiresAt, challenge.issuedAt.timeIntervalSince(now) <= skew else {
            return .rejected(.proofExpired)
        }
        guard let address = TONProof.address(rawAddress), friendlyAddress.map({ isFriendly($0, of: address) }) ?? true,
            challenge.account.map({ $0.address == address.caip10Address }) ?? true
        else { return .rejected(.addressInvalid) }
        let sent = TONProof(
            address: address, network: declaredNetwork,
            domain: domain ?? .init(value: challenge.domain, lengthBytes: Int64(challenge.domain.utf8.count)),
            timestamp: timestamp, payload: payload, signature: signature, stateInit: stateInit, publicKey: publicKey)
        let expected = TONProof.Expectation(
            domains: [challenge.domain], payload: payload, network: network.globalID,
            earliest: max(challenge.issuedAt - skew, now - Self.maximumAgeSeconds), latest: now + skew)
        switch try await sent.judge(expecting: expected, keyOnChain: keyOnChain) {
        case .proven(let control): return .accepted(try TONAccountFormat(network: network).account(of: address), by: control)
        case .faulty(let rejection): return .rejected(rejection)
        }
    }

    private func isFriendly(_ text: String, of address: TONAddress) -> Bool {
        guard let spelling = try? TONAddressSpelling(text), spelling.form != .raw else { return false }
        return (try? TONAccountFormat(network: network).requireUsable(spelling)) == address
    }
}
