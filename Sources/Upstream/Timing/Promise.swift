import ChainKit
import Synchronization

/// A value that arrives once and that any number of tasks wait for, each free to give up on its own.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case open(waiters: [Int: CheckedContinuation<Value?, Never>], next: Int)
        case kept(Value)
    }

    private let state = Mutex(State.open(waiters: [:], next: 0))

    /// Hands the value to all who wait and will wait. Only the first call counts.
    func keep(_ value: Value) {
        let waiting: [CheckedContinuation<Value?, Never>] = state.withLock { state in
            guard case .open(let waiters, _) = state else { return [] }
            state = .kept(value)
            return Array(waiters.values)
        }
        for waiter in waiting { waiter.resume(returning: value) }
    }

    /// Waits for the value.
    /// - Throws: `cancelled` when the waiting task is cancelled first.
    func value() async throws(ChainError) -> Value {
        let ticket = state.withLock { state in
            guard case .open(let waiters, let next) = state else { return 0 }
            state = .open(waiters: waiters, next: next + 1)
            return next
        }
        let value = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, as: ticket) }
        } onCancel: {
            leave(ticket)
        }
        guard let value else { throw .withdrawn }
        return value
    }

    private func wait(_ waiter: CheckedContinuation<Value?, Never>, as ticket: Int) {
        let outcome: Value?? = state.withLock { state in
            switch state {
            case .kept(let value): return .some(value)
            case .open(var waiters, let next):
                // `leave` may have run already; the task's flag is up before it runs, so this check under the lock sees it.
                if Task.isCancelled { return .some(nil) }
                waiters[ticket] = waiter
                state = .open(waiters: waiters, next: next)
                return nil
            }
        }
        if let outcome { waiter.resume(returning: outcome) }
    }

    private func leave(_ ticket: Int) {
        let waiter: CheckedContinuation<Value?, Never>? = state.withLock { state in
            guard case .open(var waiters, let next) = state else { return nil }
            let waiter = waiters.removeValue(forKey: ticket)
            state = .open(waiters: waiters, next: next)
            return waiter
        }
        waiter?.resume(returning: nil)
    }
}

extension ChainError {
    /// What a task gets that was cancelled while it waited.
    static var withdrawn: ChainError { ChainError(.cancelled, "The question was withdrawn before it was answered.") }
}
