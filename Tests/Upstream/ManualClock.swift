import Foundation
import Synchronization
import Upstream

/// Time that stands still until a test moves it.
final class ManualClock: Sendable {
    private struct Sleeper {
        let until: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now: Duration = .zero
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var pauses: [Duration] = []
    }

    /// Whether a pause lets its time pass at once instead of waiting for ``advance(by:)``.
    private let skips: Bool
    private let state = Mutex(State())

    init(skips: Bool = false) { self.skips = skips }

    var clock: UpstreamClock {
        UpstreamClock(
            elapsed: { self.state.withLock { $0.now } }, date: { Date(timeIntervalSince1970: 1_000_000) },
            pause: { try await self.pause($0) })
    }

    /// Every pause that was asked for.
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by step: Duration) {
        let due = state.withLock { state in
            state.now += step
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for sleeper in due { sleeper.resume(returning: true) }
    }

    /// Returns as soon as that many tasks sleep.
    func sleeping(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func pause(_ time: Duration) async throws {
        let ticket = state.withLock { state in
            state.pauses.append(time)
            if skips { state.now += time }
            state.next += 1
            return state.next
        }
        if skips { return try Task.checkCancellation() }
        let slept = await withTaskCancellationHandler {
            await withCheckedContinuation { self.lieDown($0, ticket, time) }
        } onCancel: {
            self.state.withLock { $0.sleepers.removeValue(forKey: ticket) }?.continuation.resume(returning: false)
        }
        if !slept { throw CancellationError() }
    }

    private func lieDown(_ continuation: CheckedContinuation<Bool, Never>, _ ticket: Int, _ time: Duration) {
        let (isCancelled, watchers) = state.withLock { state in
            if Task.isCancelled { return (true, [CheckedContinuation<Void, Never>]()) }
            state.sleepers[ticket] = Sleeper(until: state.now + time, continuation: continuation)
            let count = state.sleepers.count
            defer { state.watchers.removeAll { $0.count <= count } }
            return (false, state.watchers.filter { $0.count <= count }.map(\.continuation))
        }
        if isCancelled { continuation.resume(returning: false) }
        for watcher in watchers { watcher.resume() }
    }
}
