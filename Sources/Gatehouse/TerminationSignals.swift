import Synchronization
import UnixSignals

/// SIGTERM and SIGINT, caught from when this is made until the process ends: the first of them does what ``act(_:)`` says.
final class TerminationSignals: Sendable {
    private struct State {
        var first: Int32?
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    init() async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        Task { for await signal in signals { take(signal.rawValue) } }
    }

    /// The number of the first signal, once it has come.
    var first: Int32? { state.withLock { $0.first } }

    /// What the first signal does, in place of what was said before; at once when it has come.
    func act(_ action: @escaping @Sendable () -> Void) {
        let hasCome = state.withLock { state in
            state.action = action
            return state.first != nil
        }
        if hasCome { action() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in act { continuation.resume() } }
    }

    /// Runs work that a signal cancels.
    func cancelling<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task(operation: work)
        act { task.cancel() }
        return try await task.value
    }

    private func take(_ number: Int32) {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.first == nil else { return nil }
            state.first = number
            return state.action
        }
        action?()
    }
}
