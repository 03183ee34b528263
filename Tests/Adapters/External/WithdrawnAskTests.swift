import AdapterProtocol
import ChainKit
import Testing

@testable import AdapterProcess
@testable import ExternalAdapter

/// A question to the pool whose answer is not wanted any more when it comes.
@Suite(.timeLimit(.minutes(1))) struct WithdrawnAskTests {
    private func server() -> PoolServer {
        let box = PoolBox()
        box.put(TwoProviderPool(), of: [])
        return PoolServer(asks: OpenAsks(limit: 1), pool: box)
    }

    @Test func anAskThatTheProgramDoesNotGetIsClosed() async throws {
        let server = server()
        let call = RPCCall("pool.ask", [:])
        let opened = try await server.answer(call)
        let ask = try #require(opened["ask"])
        server.undo(call, opened)
        await #expect(throws: RPCFailure.self) {
            try await server.answer(RPCCall("provider.call", ["ask": ask, "method": "name", "params": []]))
        }
        // There is a place for the next one.
        #expect(try await server.answer(call)["provider"]?["name"] == "alpha")
        server.asks.close()
    }

    @Test func aNextProviderThatTheProgramDoesNotGetIsTakenBack() async throws {
        let server = server()
        let ask = try #require(try await server.answer(RPCCall("pool.ask", [:]))["ask"])
        let settlement = RPCCall("pool.settle", ["ask": ask, "error": ChainError(.upstreamInvalid, "No.").wire])
        let settled = try await server.answer(settlement)
        #expect(settled["provider"]?["name"] == "beta")
        server.undo(settlement, settled)
        #expect(try await server.answer(RPCCall("pool.ask", [:]))["provider"]?["name"] == "alpha")
        server.asks.close()
    }

    @Test func aProviderThatIsNamedTooLateIsGivenBack() async throws {
        let peer = Peer(limits: AdapterService.limits) { _, _ throws(RPCFailure) in [:] }
        func next() async throws -> JSONValue {
            for await line in peer.outgoing { return try JSONValue(parsing: line) }
            return .null
        }
        let pool = RemotePool(host: RemoteHost(peer: peer))
        let task = Task { () async -> ChainError.Code? in
            do throws(ChainError) {
                try await pool.ask { _ in }
                return nil
            } catch {
                return error.code
            }
        }
        let asked = try await next()
        #expect(asked["method"] == "pool.ask")
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(try await next()["method"] == "$/cancel")
        let answer: JSONValue = ["ask": 7, "provider": ["name": "alpha", "options": [:]]]
        let message: JSONValue = ["jsonrpc": "2.0", "id": asked["id"] ?? .null, "result": answer]
        peer.receive(message.jsonBytes + [UInt8(ascii: "\n")])
        let settled = try await next()
        #expect(settled["method"] == "pool.settle" && settled["params"] == ["ask": 7])
        peer.end(.closed)
    }
}

/// A pool that asks alpha, and beta after alpha has failed.
private struct TwoProviderPool: ProviderPool {
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        do throws(ChainError) { return try await work(NamedProvider(name: "alpha")) } catch {
            guard error.code.blame == .outside else { throw error }
            return try await work(NamedProvider(name: "beta"))
        }
    }
    func health() async -> [ProviderHealth] { [] }
}
