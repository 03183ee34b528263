import ChainKit
import Synchronization

/// A node that answers from a closure and remembers what it was asked.
final class ReplayProvider: Provider {
    typealias Answer = @Sendable (RPCCall) throws(ChainError) -> RPCAnswer

    let name: String
    let options: JSONValue = [:]
    private let answer: Answer
    private let log = Mutex<[[RPCCall]]>([])

    init(_ name: String = "node", answer: @escaping Answer) {
        self.name = name
        self.answer = answer
    }

    /// The calls so far, one list an HTTP request.
    var requests: [[RPCCall]] { log.withLock { $0 } }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        log.withLock { $0.append([call]) }
        return try answer(call)
    }

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        throw ChainError(.upstreamUnavailable, "This node speaks JSON-RPC and nothing else.")
    }

    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        log.withLock { $0.append(calls) }
        var answers: [RPCAnswer] = []
        for call in calls { answers.append(try answer(call)) }
        return answers
    }
}

/// Providers asked in order, the next one when one fails outside.
struct ReplayPool: ProviderPool {
    let providers: [ReplayProvider]

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        var last = ChainError(.upstreamUnavailable, "There is no provider.")
        for provider in providers {
            do throws(ChainError) { return try await work(provider) } catch {
                guard error.code.blame == .outside else { throw error }
                last = error
            }
        }
        throw last
    }

    func health() async -> [ProviderHealth] { providers.map { ProviderHealth(name: $0.name, status: .ok) } }
}
