import ChainKit
import Synchronization

/// A provider during one question, and when it last answered a part of it.
final class WatchedProvider: Provider {
    private let provider: any Provider
    private let clock: UpstreamClock
    private let answered: Mutex<Duration>

    init(_ provider: any Provider, clock: UpstreamClock) {
        self.provider = provider
        self.clock = clock
        answered = Mutex(.seconds(-1_000_000))
    }

    /// Time as the clock tells it; long ago when nothing was answered yet.
    var lastAnswer: Duration { answered.withLock { $0 } }

    var name: String { provider.name }
    var options: JSONValue { provider.options }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer { noted(try await provider.call(call)) }
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] { noted(try await provider.batch(calls)) }
    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer { noted(try await provider.send(request)) }

    private func noted<Answer>(_ answer: Answer) -> Answer {
        answered.withLock { $0 = clock.elapsed() }
        return answer
    }
}
