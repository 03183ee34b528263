import ChainKit
import Upstream

/// The pool of a chain that is only being checked, or whose connection was refused. It asks nobody.
struct UnconnectedPool: DivisiblePool {
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        throw ChainError(.upstreamUnavailable, "This chain is not connected; start the server to ask it.")
    }

    func health() async -> [ProviderHealth] { [] }

    func only(_ provider: String) -> any ProviderPool { self }
}
