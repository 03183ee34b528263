import AdapterProtocol
import Synchronization

/// Places for calls that may be under way at once. Who finds none waits in line.
final class Slots: Sendable {
    private struct State {
        var free: Int
        var line: [Promise<Void>] = []
    }

    private let state: Mutex<State>
    private let clock: AdapterClock

    init(_ count: Int, clock: AdapterClock) {
        state = Mutex(State(free: count))
        self.clock = clock
    }

    /// - Returns: whether a place was found in that time; who has one gives it back with ``leave()``.
    func enter(within limit: Duration) async -> Bool {
        let turn: Promise<Void>? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            let turn = Promise<Void>()
            state.line.append(turn)
            return turn
        }
        guard let turn else { return true }
        if await turn.value(within: limit, by: clock) != nil { return true }
        let isStillInLine = state.withLock { state in
            guard let index = state.line.firstIndex(where: { $0 === turn }) else { return false }
            state.line.remove(at: index)
            return true
        }
        // A place that was given at the last moment goes to the next in line.
        if !isStillInLine { leave() }
        return false
    }

    func leave() {
        let next: Promise<Void>? = state.withLock { state in
            guard state.line.isEmpty else { return state.line.removeFirst() }
            state.free += 1
            return nil
        }
        next?.keep(())
    }
}
