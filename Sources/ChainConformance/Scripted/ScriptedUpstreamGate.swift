import Foundation

/// Where a connection's thread waits: for a method to be let go, or for time to pass. Stopping lets all go at once.
///
/// `@unchecked`: `held` and `stopped` are touched only with the condition locked.
final class ScriptedUpstreamGate: @unchecked Sendable {
    private let condition = NSCondition()
    private var held: Set<String> = []
    private var stopped = false

    func hold(_ method: String) { change { held.insert(method) } }
    func release() { change { held = [] } }
    func stop() { change { stopped = true } }

    /// Waits while any of these methods is held.
    func pass(_ methods: Set<String>) {
        condition.lock()
        defer { condition.unlock() }
        while !stopped, !held.isDisjoint(with: methods) { condition.wait() }
    }

    func wait(milliseconds: Int) {
        let end = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
        condition.lock()
        defer { condition.unlock() }
        while !stopped, condition.wait(until: end) {}
    }

    private func change(_ change: () -> Void) {
        condition.lock()
        change()
        condition.broadcast()
        condition.unlock()
    }
}
