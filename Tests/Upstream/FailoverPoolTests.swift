import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct FailoverPoolTests {
    private let both = PoolStage.healthy("a") + PoolStage.healthy("b")

    @Test func asksTheFirstProviderWhileItAnswers() async throws {
        try await PoolStage.with(["a", "b"], both) { stage async throws in
            for _ in 0..<3 { #expect(try await stage.ask() == "a") }
            #expect(stage.events.lines == ["a identify ok", "a ask ok", "a ask ok", "a ask ok"])
        }
    }

    @Test func movesOnInOrderAndComesBack() async throws {
        let script =
            [PoolStage.failing("a", rpc: "read", .init(status: 500), times: 1)]
            + [PoolStage.failing("b", rpc: "read", .init(status: 503), times: 1)]
        try await PoolStage.with(["a", "b", "c"], script + both + PoolStage.healthy("c")) { stage async throws in
            #expect(try await stage.ask() == "c")
            #expect(try await stage.ask() == "a")
            #expect(
                stage.events.lines == [
                    "a identify ok", "a ask upstream_unavailable", "b identify ok", "b ask upstream_unavailable", "c identify ok",
                    "c ask ok", "a identify ok", "a ask ok",
                ])
        }
    }

    @Test(arguments: [
        (ScriptedUpstream.Response(status: 500), ChainError.Code.upstreamUnavailable), (.init(status: 429), .upstreamRateLimited),
        (.init(fault: .truncate), .upstreamInvalid), (.init(fault: .wrongID), .upstreamInvalid),
    ])
    func givesTheLastErrorWhenAllFail(_ response: ScriptedUpstream.Response, _ expected: ChainError.Code) async throws {
        let script = ["a", "b"].map { PoolStage.failing($0, rpc: "read", response) }
        try await PoolStage.with(["a", "b"], script + both) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.ask() }
            #expect(error?.code == expected)
            #expect(error?.retryAfterSeconds == 1)
        }
    }

    @Test func anErrorOfTheCallerIsNobodyElsesBusiness() async throws {
        try await PoolStage.with(["a", "b"], both) { stage async throws in
            for _ in 0..<10 {
                let code = await code {
                    try await stage.pool.ask { provider throws(ChainError) -> Bool in
                        throw ChainError(.assetInvalid, "no such asset")
                    }
                }
                #expect(code == .assetInvalid)
            }
            #expect(stage.node.requestCount == 1)
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func anAnswerPastTheLimitsClosesNoProvider() async throws {
        try await PoolStage.with(["a"], both) { stage async throws in
            for _ in 0..<10 {
                let code = await code {
                    try await stage.pool.ask { provider throws(ChainError) -> Bool in
                        throw ChainError(.upstreamTooLarge, "more pages than allowed")
                    }
                }
                #expect(code == .upstreamTooLarge)
            }
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func aHangingProviderLosesItsTurnInTimeForTheNext() async throws {
        try await PoolStage.with(["a", "b"], [PoolStage.failing("a", rpc: "read", .init(fault: .hang))] + both) {
            stage async throws in
            async let answer = stage.ask()
            await stage.node.received("read")
            await stage.clock.sleeping(1)
            stage.clock.advance(by: .seconds(4))
            #expect(try await answer == "b")
            #expect(stage.events.lines[1] == "a ask upstream_timeout")
        }
    }

    @Test func theLastProviderMayTakeTheWholeDeadline() async throws {
        try await PoolStage.with(["a"], [PoolStage.failing("a", rpc: "read", .init(fault: .hang))] + both) { stage async throws in
            async let outcome = code { try await stage.ask() }
            await stage.node.received("read")
            await stage.clock.sleeping(1)
            stage.clock.advance(by: .seconds(9))
            await stage.clock.sleeping(1)
            stage.clock.advance(by: .seconds(1))
            #expect(await outcome == .upstreamTimeout)
        }
    }

    @Test func aTurnThatPassesWithoutACallSaysNothingAboutTheProvider() async throws {
        try await PoolStage.with(["a"], both, { $0.failuresToOpen = 1 }) { stage async throws in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            async let outcome = code {
                try await stage.pool.ask { _ throws(ChainError) -> Bool in
                    begin.yield()
                    try? await stage.clock.clock.pause(.seconds(600))
                    return true
                }
            }
            for await _ in begun { break }
            await stage.clock.sleeping(2)
            stage.clock.advance(by: .seconds(10))
            #expect(await outcome == .upstreamTimeout)
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func cancellingTheQuestionEndsItAndBlamesNobody() async throws {
        try await PoolStage.with(["a", "b"], [PoolStage.failing("a", rpc: "read", .init(fault: .hang), times: 1)] + both) {
            stage async throws in
            let task = Task { try await stage.ask() }
            await stage.node.received("read")
            task.cancel()
            #expect(await code { try await task.value } == .cancelled)
            #expect(try await stage.ask() == "a")
            #expect(stage.node.calls("eth_chainId") == 1)
        }
    }

    @Test func aPoolOfNobodySaysSo() async throws {
        try await PoolStage.with([], []) { stage in
            #expect(await code { try await stage.ask() } == .upstreamNotAsked)
            #expect(await stage.pool.health() == [])
        }
    }
}
