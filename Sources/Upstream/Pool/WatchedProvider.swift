import ChainKit
import Synchronization

/// A provider during one question: whether it was asked, and when it last answered a part of it.
final class WatchedProvider: Provider {
    private let provider: any Provider
    private let clock: UpstreamClock
    private let state = Mutex(State())

    private struct State {
        var wasAsked = false
        var lastAnswer = Duration.seconds(-1_000_000)
    }

    init(_ provider: any Provider, clock: UpstreamClock) {
        self.provider = provider
        self.clock = clock
    }

    /// Whether anything was asked of it.
    var wasAsked: Bool { state.withLock { $0.wasAsked } }

    /// Time as the clock tells it; long ago when nothing was answered yet.
    var lastAnswer: Duration { state.withLock { $0.lastAnswer } }

    var name: String { provider.name }
    var options: JSONValue { provider.options }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        try await noted { provider throws(ChainError) in try await provider.call(call) }
    }
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        try await noted { provider throws(ChainError) in try await provider.batch(calls) }
    }
    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        try await noted { provider throws(ChainError) in try await provider.send(request) }
    }

    private func noted<Answer>(
        _ ask: (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        state.withLock { $0.wasAsked = true }
        let answer = try await ask(provider)
        state.withLock { $0.lastAnswer = clock.elapsed() }
        return answer
    }
}
