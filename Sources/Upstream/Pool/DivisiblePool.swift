import ChainKit

/// A pool whose providers can also be asked each on its own.
public protocol DivisiblePool: ProviderPool {
    /// The pool of that one provider, which shares what is known of it: its proven chain, its failures, its lag.
    func only(_ provider: String) -> any ProviderPool
}

extension FailoverPool {
    public func only(_ provider: String) -> any ProviderPool {
        let index = providers.firstIndex { $0.name == provider }
        return SoleProviderPool(pool: self, candidates: index.map { $0..<($0 + 1) } ?? 0..<0)
    }
}

/// One provider of a ``FailoverPool``.
struct SoleProviderPool: ProviderPool {
    let pool: FailoverPool
    /// Empty for a provider that the pool does not have.
    let candidates: Range<Int>

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        try await pool.ask(among: candidates, work)
    }

    func health() async -> [ProviderHealth] { await pool.health(of: candidates) }
}
