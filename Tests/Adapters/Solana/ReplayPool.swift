import ChainKit
import Synchronization

/// A provider that answers from a function and counts what it is asked.
final class ReplayProvider: Provider {
    typealias Answer = @Sendable (RPCCall) throws(ChainError) -> RPCAnswer

    let name: String
    let options: JSONValue
    private let answer: Answer
    private let requests = Mutex<[[RPCCall]]>([])

    init(name: String = "replay", das: Bool = false, _ answer: @escaping Answer) {
        self.name = name
        options = ["das": .bool(das)]
        self.answer = answer
    }

    /// The HTTP requests so far, each with its calls.
    var asked: [[RPCCall]] { requests.withLock { $0 } }
    var methods: [[String]] { asked.map { $0.map(\.method) } }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        requests.withLock { $0.append([call]) }
        return try answer(call)
    }

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        throw ChainError(.upstreamUnavailable, "This node speaks JSON-RPC and nothing else.")
    }

    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        requests.withLock { $0.append(calls) }
        return try calls.map { (call) throws(ChainError) in try answer(call) }
    }
}

/// Asks the providers in order until one answers, as the real pool does.
struct ReplayPool: ProviderPool {
    let providers: [ReplayProvider]

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        var last = ChainError(.upstreamUnavailable, "No provider is configured.")
        for provider in providers {
            do { return try await work(provider) } catch { last = error }
        }
        throw last
    }

    func health() async -> [ProviderHealth] { providers.map { ProviderHealth(name: $0.name, status: .ok) } }
}
