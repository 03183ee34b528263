import ChainKit
import Foundation
import Synchronization

/// A prover whose judgement is replaced.
struct SpoiltProver: OwnershipProver {
    /// What a prover is asked.
    struct Question: Sendable {
        var proof: Proof
        var challenge: Challenge
        var now: Date
    }

    typealias Judge = @Sendable (_ question: Question, _ base: any OwnershipProver) async throws(ChainError) -> ProofVerdict

    let base: any OwnershipProver
    var judge: Judge = { question, base throws(ChainError) in try await base.verify(question) }
    /// Changes the text to sign.
    var rewords: @Sendable (_ text: String, _ challenge: Challenge) -> String = { text, _ in text }

    func message(for challenge: Challenge) async throws(ChainError) -> String {
        rewords(try await base.message(for: challenge), challenge)
    }

    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        try await judge(Question(proof: proof, challenge: challenge, now: now), base)
    }
}

extension OwnershipProver {
    func verify(_ question: SpoiltProver.Question) async throws(ChainError) -> ProofVerdict {
        try await verify(question.proof, answering: question.challenge, now: question.now)
    }
}

/// The proofs that a spoilt prover has accepted, with which it then mistakes others.
final class AcceptedProofs: Sendable {
    private let known = Mutex<[(question: SpoiltProver.Question, verdict: ProofVerdict)]>([])

    /// The base's verdict; where that is no yes, the one that was given to an earlier proof that `isSame`.
    func judge(
        _ question: SpoiltProver.Question, by base: any OwnershipProver,
        isSame: (_ question: SpoiltProver.Question, _ known: SpoiltProver.Question) -> Bool
    ) async throws(ChainError) -> ProofVerdict {
        let verdict: Result<ProofVerdict, ChainError>
        do throws(ChainError) {
            verdict = .success(try await base.verify(question))
        } catch {
            verdict = .failure(error)
        }
        return try known.withLock { known -> Result<ProofVerdict, ChainError> in
            if case .success(let yes) = verdict, case .accepted = yes {
                known.append((question, yes))
                return verdict
            }
            return known.first { isSame(question, $0.question) }.map { .success($0.verdict) } ?? verdict
        }.get()
    }
}

extension SpoiltProver.Question {
    /// Whether the challenge and the time are the same and so is the proof, but for one text of it.
    /// - Parameters:
    ///   - names: the top-level members of the proof that may be otherwise.
    ///   - alike: what the two texts have to have in common.
    func isSame(
        as other: SpoiltProver.Question, butFor names: [String], _ alike: (_ text: String, _ known: String) -> Bool
    ) -> Bool {
        guard challenge == other.challenge, now == other.now, let own = proof.fields.members,
            let known = other.proof.fields.members
        else {
            return false
        }
        return names.contains { name in
            guard let text = own[name]?.text, let before = known[name]?.text else { return false }
            var rest = own
            rest[name] = known[name]
            return rest == known && alike(text, before)
        }
    }
}
