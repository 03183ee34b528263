import ChainKit
import Foundation

/// A proof as it is tried: an accepted one of which something may be changed.
struct ProofAttempt: Sendable {
    /// What is changed, such as "bit 3 of byte 17 of /signature".
    let what: String
    var data: JSONValue
    var challenge: Challenge
    /// `nil` is the case's own time.
    var now: Date?
}

extension ProofQuestion {
    /// Which members the proof has: proofs of one shape are read by the same rules.
    var shape: Set<String> { Set((data.members ?? [:]).keys) }

    /// The proof with other data.
    func with(_ data: JSONValue, _ what: String) -> ProofAttempt {
        ProofAttempt(what: what, data: data, challenge: challenge)
    }

    /// The proof with another value at a pointer; `nil` when nothing is there.
    func with(_ value: JSONValue, at pointer: String, _ what: String) -> ProofAttempt? {
        data.replacing(at: pointer, with: value).map { with($0, what) }
    }

    /// The proof as an answer to another challenge.
    func answering(_ what: String, _ change: (inout Challenge) -> Void) -> ProofAttempt {
        var attempt = with(data, what)
        change(&attempt.challenge)
        return attempt
    }
}
