import AdapterProtocol
import ChainKit
import Foundation

struct ExternalOwnership: OwnershipProver {
    /// How deep a proof may nest. Anybody may send one, and there are readers of JSON that take no message deeper than 64.
    private static let proofDepth = 60

    let program: ExternalProgram

    func message(for challenge: Challenge) async throws(ChainError) -> String {
        try requireOwn(challenge)
        let answer = try await program.ask(
            "challenge.message", ["challenge": challenge.wire], allowing: [.challengeInvalid, .accountInvalid])
        try answer.allow("nonce", "message")
        try answer.requireNonce(of: challenge)
        let message = try answer.text("message")
        guard !message.isEmpty else { throw answer.wrong("must not be empty", at: "message") }
        return message
    }

    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        try requireOwn(challenge)
        guard !proof.fields.isDeeper(than: Self.proofDepth) else {
            throw ChainError(.proofMalformed, "The proof nests deeper than \(Self.proofDepth) levels.", pointer: "")
        }
        let answer = try await program.ask(
            "proof.verify", ["challenge": challenge.wire, "proof": proof.fields, "now": .time(now)],
            allowing: [.proofMalformed, .challengeInvalid, .accountInvalid, .reauthorizationRequired])
        try answer.allow("nonce", "verdict", "account", "control", "rejection")
        try answer.requireNonce(of: challenge)
        let verdict = try ProofVerdict(wire: answer)
        if case .accepted(let account, _) = verdict {
            guard account.chain == challenge.chain, challenge.account == nil || challenge.account == account else {
                throw answer.wrong("is not the account of the challenge", at: "account")
            }
        }
        return verdict
    }

    private func requireOwn(_ challenge: Challenge) throws(ChainError) {
        guard let chain = program.chain.kept else {
            throw ChainError(.upstreamUnavailable, "The adapter's program has not said which chain it serves.")
        }
        guard challenge.chain == chain, challenge.account?.chain ?? chain == chain else {
            throw ChainError(
                .challengeInvalid, "The challenge is for \(challenge.chain) and this is \(chain); ask that chain's adapter.",
                pointer: "/chain")
        }
    }
}

extension MessageReader {
    fileprivate func requireNonce(of challenge: Challenge) throws(ChainError) {
        guard try text("nonce") == challenge.nonce else { throw wrong("belongs to another call", at: "nonce") }
    }
}
