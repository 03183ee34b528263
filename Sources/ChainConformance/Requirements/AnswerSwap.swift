import ChainKit
import Synchronization

/// Looks at the answers of a scripted upstream on their way out, and puts another in the place of one of them.
final class AnswerSwap: Sendable {
    private struct State {
        var seen: Set<JSONValue> = []
        var swap: (old: JSONValue, new: JSONValue)?
    }

    private let state = Mutex(State())

    /// What has come so far, each once, in an order that is the same in every run.
    var seen: [JSONValue] { state.withLock { $0.seen }.sorted { $0.json < $1.json } }

    func pass(_ answer: JSONValue) -> JSONValue {
        state.withLock { state in
            state.seen.insert(answer)
            if let swap = state.swap, swap.old == answer { return swap.new }
            return answer
        }
    }

    /// From now on.
    func put(_ new: JSONValue, for old: JSONValue) { state.withLock { $0.swap = (old, new) } }
}
