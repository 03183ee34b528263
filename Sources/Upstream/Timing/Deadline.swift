import ChainKit

extension UpstreamClock {
    /// Runs `work`, cancels it when it takes longer than `limit`, and then throws what `late` makes.
    /// - Throws: what `work` throws, or `cancelled` when the calling task is cancelled.
    func within<Answer: Sendable>(
        _ limit: Duration, orThrow late: ChainError, _ work: @Sendable () async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let outcome = Promise<Result<Answer, ChainError>>()
        // Leaving this scope cancels whichever of the two still runs and waits for it.
        async let _ = outcome.keep(Self.attempt(work))
        async let _ = { if (try? await pause(limit)) != nil { outcome.keep(.failure(late)) } }()
        return try await outcome.value().get()
    }

    private static func attempt<Answer: Sendable>(
        _ work: @Sendable () async throws(ChainError) -> Answer
    ) async -> Result<Answer, ChainError> {
        do throws(ChainError) { return .success(try await work()) } catch { return .failure(error) }
    }
}
