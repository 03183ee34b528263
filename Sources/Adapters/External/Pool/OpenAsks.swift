import AdapterProtocol
import ChainKit
import Synchronization

/// The questions that one life of a program has put to the pool, by number.
final class OpenAsks: Sendable {
    private struct State {
        var next: Int64 = 1
        var asks: [Int64: OpenAsk] = [:]
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many may be open at once.
    init(limit: Int) { self.limit = limit }

    /// - Throws: the pool's error, or `upstream_unavailable` for one question too many.
    func open(_ pool: any ProviderPool) async throws(ChainError) -> (number: Int64, turn: Turn) {
        try forgetOver()
        let ask = OpenAsk(pool)
        let number = add(ask)
        do throws(ChainError) {
            if let turn = try await ask.nextTurn() { return (number, turn) }
        } catch {
            withdraw(number)
            throw error
        }
        withdraw(number)
        throw ChainError(.internalError, "The pool named no provider.")
    }

    /// Lends a provider for as long as `work` runs.
    func lend<Answer: Sendable>(
        _ provider: any Provider, _ work: (_ number: Int64) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let number = add(OpenAsk(lending: provider))
        defer { withdraw(number) }
        return try await work(number)
    }

    /// - Throws: `parameters_invalid` for a question that is not open.
    func turn(_ number: Int64) throws(ChainError) -> Turn {
        guard let turn = try find(number).turn else { throw Self.unknown(number) }
        return turn
    }

    /// Tells the pool what became of the turn.
    /// - Returns: the provider to be asked next; `nil` when it is over.
    /// - Throws: the pool's error when there is nobody left to ask.
    func settle(_ number: Int64, _ error: ChainError?) async throws(ChainError) -> Turn? {
        let ask = try find(number)
        guard let turn = ask.turn else { throw Self.unknown(number) }
        turn.settlement.keep(error)
        let goesOn = error.map { $0.code.blame == .outside } ?? false
        do throws(ChainError) {
            if let taken = turn.taken.kept, !goesOn { throw taken }
            if let next = try await ask.nextTurn() {
                if goesOn { return next }
                throw ChainError(.upstreamTimeout, "The pool had taken the provider away before the question was settled.")
            }
            withdraw(number)
            return nil
        } catch {
            withdraw(number)
            if !goesOn, error.code.blame != .outside { return nil }
            throw error
        }
    }

    /// Withdraws all of them; nothing is asked afterwards.
    func close() {
        let asks = state.withLock { state in
            state.isClosed = true
            defer { state.asks = [:] }
            return Array(state.asks.values)
        }
        for ask in asks { ask.close() }
    }

    private func find(_ number: Int64) throws(ChainError) -> OpenAsk {
        guard let ask = state.withLock({ $0.asks[number] }) else { throw Self.unknown(number) }
        return ask
    }

    private func add(_ ask: OpenAsk) -> Int64 {
        let (number, isClosed) = state.withLock { state in
            let number = state.next
            state.next += 1
            if !state.isClosed { state.asks[number] = ask }
            return (number, state.isClosed)
        }
        if isClosed { ask.close() }
        return number
    }

    /// Ends a question, whose answer nobody waits for any more.
    func withdraw(_ number: Int64) { state.withLock { $0.asks.removeValue(forKey: number) }?.close() }

    /// A pool gives every question a time, so that one the program never settles is over at some point.
    private func forgetOver() throws(ChainError) {
        let open = state.withLock { state in
            if state.asks.count >= limit { state.asks = state.asks.filter { !$0.value.isOver } }
            return state.asks.count
        }
        guard open < limit else {
            throw ChainError(.upstreamUnavailable, "\(open) questions to the pool are open; settle one first.")
        }
    }

    private static func unknown(_ number: Int64) -> ChainError {
        ChainError(.parametersInvalid, "There is no open question \(number).")
    }
}
