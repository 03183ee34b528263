import ChainKit

/// Lets only so many in at once; the others wait their turn, first come, first served.
actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter width: how many may be inside at once, 1 at least.
    init(width: Int) { free = max(1, width) }

    /// Does the work as soon as there is room for it.
    /// - Throws: what the work throws.
    nonisolated func pass<Value: Sendable>(
        _ work: @Sendable () async throws(ChainError) -> Value
    ) async throws(ChainError) -> Value {
        await enter()
        do throws(ChainError) {
            let value = try await work()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Gives the place to who waits longest; nobody who comes later can take it first.
    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
