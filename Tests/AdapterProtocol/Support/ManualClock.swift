import AdapterProtocol
import Synchronization

/// Time that stands still until a test moves it.
final class ManualClock: Sendable {
    private struct State {
        var now: Duration = .zero
        var sleepers: [(until: Duration, wake: Promise<Void>)] = []
        var watchers: [(count: Int, seen: Promise<Void>)] = []
    }

    private let state = Mutex(State())

    var clock: AdapterClock {
        AdapterClock(elapsed: { self.state.withLock { $0.now } }, pause: { try await self.pause($0) })
    }

    func advance(by step: Duration) {
        let due = state.withLock { state in
            state.now += step
            let due = state.sleepers.filter { $0.until <= state.now }
            state.sleepers.removeAll { $0.until <= state.now }
            return due
        }
        for sleeper in due { sleeper.wake.keep(()) }
    }

    /// Returns as soon as that many tasks sleep.
    func sleeping(_ count: Int) async {
        let seen = Promise<Void>()
        let isThere = state.withLock { state in
            if state.sleepers.count >= count { return true }
            state.watchers.append((count, seen))
            return false
        }
        if !isThere { _ = await seen.value() }
    }

    private func pause(_ time: Duration) async throws {
        let wake = Promise<Void>()
        let watchers = state.withLock { state in
            state.sleepers.append((state.now + time, wake))
            let count = state.sleepers.count
            defer { state.watchers.removeAll { $0.count <= count } }
            return state.watchers.filter { $0.count <= count }
        }
        for watcher in watchers { watcher.seen.keep(()) }
        guard await wake.value() != nil else {
            state.withLock { $0.sleepers.removeAll { $0.wake === wake } }
            throw CancellationError()
        }
    }
}
