import ChainKit

/// A provider whose answers are changed, or looked at, before the adapter sees them.
struct SpoiltProvider: Provider {
    let base: any Provider
    let change: @Sendable (JSONValue) async -> JSONValue

    var name: String { base.name }
    var options: JSONValue { base.options }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer { await spoilt(try await base.call(call)) }

    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        var answers: [RPCAnswer] = []
        for answer in try await base.batch(calls) { answers.append(await spoilt(answer)) }
        return answers
    }

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        var answer = try await base.send(request)
        if let value = try? JSONValue(parsing: answer.body) { answer.body = await change(value).jsonBytes }
        return answer
    }

    private func spoilt(_ answer: RPCAnswer) async -> RPCAnswer {
        if case .success(let value) = answer { .success(await change(value)) } else { answer }
    }
}

/// A pool of ``SpoiltProvider``s.
struct SpoiltPool: ProviderPool {
    let base: any ProviderPool
    let change: @Sendable (JSONValue) async -> JSONValue

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        try await base.ask { (provider) async throws(ChainError) -> Answer in
            try await work(SpoiltProvider(base: provider, change: change))
        }
    }

    func health() async -> [ProviderHealth] { await base.health() }
}

extension Mutant {
    /// A mutant that is made from providers whose answers are changed.
    init(
        _ breaks: RequirementID, _ summary: String, answers change: @escaping @Sendable (JSONValue) async -> JSONValue
    ) {
        self.init(breaks, summary) { kind in
            kind.making { setup throws(ChainError) in
                try await kind.make(
                    setup.connecting { SpoiltPool(base: setup.connect($0, $1), change: change) })
            }
        }
    }
}
