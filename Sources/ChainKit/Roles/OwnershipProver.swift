import Foundation

/// Proves that someone controls an account, by a signature over a challenge.
public protocol OwnershipProver: Sendable {
    /// The sign-in text for the challenge; the same text every time. With an account in the challenge it is the chain's
    /// own sign-in format (EIP-4361, Sign-In with Solana); without, a plain message that names domain, nonce and expiry.
    /// - Throws: `challenge_invalid` when the challenge does not fit the format.
    func message(for challenge: Challenge) async throws(ChainError) -> String

    /// Judges a proof. A wrong, late or foreign signature is a verdict, not an error.
    /// - Throws: `proof_malformed` with a pointer when a field is missing or of the wrong type; an error that blames the
    ///   outside when the chain had to be asked and did not answer.
    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict
}
