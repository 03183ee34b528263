import AdapterProtocol
import ChainKit
import Foundation
import Synchronization
import Testing
import Upstream

@testable import ExternalAdapter

/// What a program asks of the host's pool while it answers.
struct PoolTests {
    private func adapter(_ providers: [NamedProvider], calls: Int = 16) async throws -> any ChainAdapter {
        var limits = ProgramLimits.tight
        limits.calls = calls
        let setup = AdapterSetup(name: "asking", options: [:], providers: [], now: { Date() }) { chain, identify in
            FailoverPool(chain: chain, providers: providers, identify: identify)
        }
        return try await AskingAdapter.kind.linked(limits: limits).make(setup)
    }

    @Test func aProviderThatFailsIsFollowedByTheNext() async throws {
        let down = ChainError(.upstreamUnavailable, "It is down.")
        let adapter = try await adapter([NamedProvider(name: "alpha", failure: down), NamedProvider(name: "beta")])
        let account = try await adapter.accounts.account("x")
        #expect(account.address == "beta")
        let health = await adapter.health()
        #expect(health.providers.map(\.name) == ["alpha", "beta", "process"])
        await adapter.close()
    }

    @Test func theLastProvidersErrorIsTheAnswer() async throws {
        let late = ChainError(.upstreamRateLimited, "It has had enough.", retryAfterSeconds: 30)
        let adapter = try await adapter([NamedProvider(name: "alpha", failure: late)])
        let failure = await adapter.failure("x")
        #expect(failure?.code == .upstreamRateLimited)
        #expect((failure?.retryAfterSeconds ?? 0) > 0)
        await adapter.close()
    }

    @Test func whatTheNodeRefusesIsTheAdaptersToJudge() async throws {
        let adapter = try await adapter([NamedProvider(name: "alpha"), NamedProvider(name: "beta")])
        #expect(await adapter.failure("refuse")?.code == .accountInvalid)
        await adapter.close()
    }

    @Test func aProviderIsIdentifiedEvenWhenEveryPlaceIsTaken() async throws {
        let adapter = try await adapter([NamedProvider(name: "alpha")], calls: 1)
        let account = try await adapter.accounts.account("x")
        #expect(account.address == "alpha")
        await adapter.close()
    }

    @Test func aProviderWhoseTimeIsUpIsTakenAwayInMidCall() async throws {
        let asked = Promise<Void>()
        let left = Promise<Void>()
        let slow = NamedProvider(name: "alpha") { _ in
            asked.keep(())
            if await Promise<Void>().value() == nil { left.keep(()) }
        }
        let setup = AdapterSetup(name: "asking", options: [:], providers: [], now: { Date() }) { _, _ in
            ImpatientPool(first: slow, asked: asked, second: NamedProvider(name: "beta"))
        }
        let adapter = try await AskingAdapter.kind.linked(limits: .tight).make(setup)
        let account = try await adapter.accounts.account("x")
        #expect(account.address == "beta")
        _ = await left.value()
        await adapter.close()
    }

    @Test(arguments: ["authorization", "Authorization", "x-KEY"])
    func noHeaderOfTheOperatorsIsReplaced(_ header: String) async throws {
        let chain = try ChainID("test:1")
        let asked = Mutex<[WebRequest]>([])
        let provider = NamedProvider(name: "alpha", take: { request in asked.withLock { $0.append(request) } })
        let described = AdapterSetup.ProviderDescription(
            name: "alpha", host: "alpha.example", options: [:], headers: ["Authorization", "X-Key"])
        let box = PoolBox()
        box.put(
            FailoverPool(chain: chain, providers: [provider]) { _ throws(ChainError) in ProviderIdentity(chain: chain) },
            of: [described])
        let server = PoolServer(asks: OpenAsks(limit: 1), pool: box)
        let ask = try #require(try await server.answer(RPCCall("pool.ask", [:]))["ask"])
        func send(_ headers: JSONValue) async throws -> JSONValue {
            let request: JSONValue = ["method": "GET", "path": "/v1", "headers": headers]
            return try await server.answer(RPCCall("provider.send", ["ask": ask, "request": request]))
        }
        let refusal = await #expect(throws: RPCFailure.self) { try await send([header: "Bearer mine"]) }
        let error = try #require(try refusal?.chainError())
        #expect(error.code == .parametersInvalid)
        #expect(error.pointer == "/request/headers/\(header.lowercased())")
        #expect(error.message.contains(header.lowercased()) && !error.message.contains("mine"))
        #expect(try await send(["Accept": "text/plain"])["status"] == 404)
        #expect(asked.withLock { $0.map(\.headers) } == [["accept": "text/plain"]])
    }

    @Test func anEndedQuestionIsNotKnownAnyMore() async throws {
        let asks = OpenAsks(limit: 1)
        let pool = FailoverPool(chain: try ChainID("test:1"), providers: [NamedProvider(name: "alpha")]) { _ throws(ChainError) in
            ProviderIdentity(chain: try ChainID("test:1"))
        }
        let (number, turn) = try await asks.open(pool)
        #expect(turn.provider.name == "alpha")
        await #expect(throws: ChainError.self) { try await asks.open(pool) }
        #expect(try await asks.settle(number, nil) == nil)
        #expect(throws: ChainError.self) { try asks.turn(number) }
        _ = try await asks.open(pool)
        asks.close()
    }
}

/// A pool that takes its first provider away as soon as that one has been asked.
private struct ImpatientPool: ProviderPool {
    let first: NamedProvider
    let asked: Promise<Void>
    let second: NamedProvider

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        await withFirst(work)
        return try await work(second)
    }

    /// Leaving the scope cancels the work.
    private func withFirst<Answer: Sendable>(_ work: @Sendable (any Provider) async throws(ChainError) -> Answer) async {
        async let _ = try? await work(first)
        _ = await asked.value()
    }

    func health() async -> [ProviderHealth] { [] }
}
