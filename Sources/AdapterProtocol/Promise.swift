import Synchronization

/// A value that arrives once and that any number of tasks wait for, each free to give up on its own.
public final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case open(waiters: [Int: CheckedContinuation<Value?, Never>], next: Int)
        case kept(Value)
    }

    private let state = Mutex(State.open(waiters: [:], next: 0))

    public init() {}

    /// The value, if it is there.
    public var kept: Value? { state.withLock { if case .kept(let value) = $0 { value } else { nil } } }

    /// Hands the value to all who wait and will wait. Only the first call counts.
    /// - Returns: whether this was the first call.
    @discardableResult
    public func keep(_ value: Value) -> Bool {
        let waiting: [CheckedContinuation<Value?, Never>]? = state.withLock { state in
            guard case .open(let waiters, _) = state else { return nil }
            state = .kept(value)
            return Array(waiters.values)
        }
        for waiter in waiting ?? [] { waiter.resume(returning: value) }
        return waiting != nil
    }

    /// Waits for the value.
    /// - Returns: `nil` when the waiting task is cancelled first.
    public func value() async -> Value? {
        let ticket = state.withLock { state in
            guard case .open(let waiters, let next) = state else { return 0 }
            state = .open(waiters: waiters, next: next + 1)
            return next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, as: ticket) }
        } onCancel: {
            leave(ticket)
        }
    }

    /// Waits for the value until `limit` has passed.
    /// - Returns: `nil` when it did not come, or the waiting task was cancelled.
    public func value(within limit: Duration, by clock: AdapterClock) async -> Value? {
        guard limit > .zero else { return kept }
        let first = Promise<Value?>()
        // Leaving this scope cancels whichever of the two still runs and waits for it.
        async let _ = first.keep(await value())
        async let _ = { if (try? await clock.pause(limit)) != nil { first.keep(nil) } }()
        return await first.value() ?? nil
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
