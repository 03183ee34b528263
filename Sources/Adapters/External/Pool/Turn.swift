import AdapterProtocol
import ChainKit

/// A provider in the hands of a program, from when the pool names it until the program or the pool has done with it.
final class Turn: Sendable {
    let provider: any Provider
    /// What the program makes of the turn: all went well, or this error.
    let settlement = Promise<ChainError?>()
    /// Kept when the pool takes the turn away, with why.
    let taken = Promise<ChainError>()

    init(_ provider: any Provider) { self.provider = provider }

    /// Asks the provider, for as long as the turn lasts.
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let outcome = Promise<Result<Answer, ChainError>>()
        // Leaving this scope cancels whichever of the two still runs and waits for it.
        async let _ = outcome.keep(attempt(work))
        async let _ = { if let error = await taken.value() { outcome.keep(.failure(error)) } }()
        guard let answer = await outcome.value() else { throw .withdrawn }
        return try answer.get()
    }

    private func attempt<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async -> Result<Answer, ChainError> {
        do throws(ChainError) { return .success(try await work(provider)) } catch { return .failure(error) }
    }
}
