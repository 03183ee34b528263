import AdapterProtocol
import ChainKit
import Synchronization

/// One question of a program to the pool: `ProviderPool.ask`, whose work is done on the other side of a pipe.
final class OpenAsk: Sendable {
    private struct State {
        /// The pool's latest.
        var turn: Turn?
        /// The one that the program knows of.
        var handed: Turn?
        var outcome: Result<Void, ChainError>?
        var changed = Promise<Void>()
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Asks the pool.
    init(_ pool: any ProviderPool) {
        state.withLock { $0.task = Task { await self.work(pool) } }
    }

    /// Lends a provider that is being identified.
    init(lending provider: any Provider) {
        let turn = Turn(provider)
        state.withLock { state in
            state.turn = turn
            state.handed = turn
        }
    }

    /// Whether the pool has done with it.
    var isOver: Bool { state.withLock { $0.outcome != nil } }

    /// What the program works with.
    var turn: Turn? { state.withLock { $0.handed } }

    /// Waits for a turn that the program does not know of yet.
    /// - Returns: `nil` when the pool has done with the question and all went well.
    /// - Throws: the pool's error.
    func nextTurn() async throws(ChainError) -> Turn? {
        while true {
            let (next, outcome, changed) = state.withLock { state -> (Turn?, Result<Void, ChainError>?, Promise<Void>) in
                guard state.outcome == nil, let turn = state.turn, turn !== state.handed else {
                    return (nil, state.outcome, state.changed)
                }
                state.handed = turn
                return (turn, nil, state.changed)
            }
            if let next { return next }
            if let outcome {
                try outcome.get()
                return nil
            }
            guard await changed.value() != nil else { throw .withdrawn }
        }
    }

    /// Takes the provider away; nobody waits for the answer any more.
    func close() {
        let (task, turn) = state.withLock { ($0.task, $0.turn) }
        task?.cancel()
        turn?.taken.keep(.withdrawn)
    }

    private func work(_ pool: any ProviderPool) async {
        let outcome: Result<Void, ChainError>
        do throws(ChainError) {
            try await pool.ask { provider throws(ChainError) in try await self.take(provider) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        change { $0.outcome = outcome }
    }

    private func take(_ provider: any Provider) async throws(ChainError) {
        let turn = Turn(provider)
        change { $0.turn = turn }
        guard let settlement = await turn.settlement.value() else {
            turn.taken.keep(
                ChainError(.upstreamTimeout, "The provider \"\(provider.name)\" was not done within the time the pool gives it."))
            throw .withdrawn
        }
        if let settlement { throw settlement }
    }

    private func change(_ body: (inout State) -> Void) {
        let changed = state.withLock { state in
            body(&state)
            defer { state.changed = Promise() }
            return state.changed
        }
        changed.keep(())
    }
}
