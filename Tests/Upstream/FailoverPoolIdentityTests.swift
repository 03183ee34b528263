import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct FailoverPoolIdentityTests {
    @Test func refusesAProviderOfAnotherChainUntilItServesTheRightOne() async throws {
        try await PoolStage.with(["a"], PoolStage.healthy("a", chain: "0x5")) { stage async throws in
            let error = await #expect(throws: ChainError.self) { try await stage.ask() }
            #expect(error?.code == .upstreamWrongChain && error?.retryAfterSeconds == 15)
            #expect(error?.message.contains("eip155:5") == true && error?.message.contains("eip155:1") == true)
            #expect(stage.node.calls("read") == 0)
            stage.node.replace(script: PoolStage.healthy("a"))
            #expect(await code { try await stage.ask() } == .upstreamNotAsked)
            stage.clock.advance(by: .seconds(15))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func theWrongChainFaultIsSeenThroughAnyScript() async throws {
        let script = [ScriptedUpstream.Entry.rpc(fault: .wrongChain)] + PoolStage.healthy("a")
        try await PoolStage.with(["a"], script) { stage in
            #expect(await code { try await stage.ask() } == .upstreamWrongChain)
        }
    }

    @Test func asksAProviderOfTheRightChainInstead() async throws {
        try await PoolStage.with(["a", "b"], PoolStage.healthy("a", chain: "0x5") + PoolStage.healthy("b")) {
            stage async throws in
            #expect(try await stage.ask() == "b")
            #expect(try await stage.ask() == "b")
            #expect(stage.node.calls("eth_chainId") == 2)
        }
    }

    @Test func asksAgainAfterAFailure() async throws {
        let script = [PoolStage.failing("a", rpc: "read", .init(status: 500), times: 1)] + PoolStage.healthy("a")
        try await PoolStage.with(["a"], script) { stage in
            #expect(await code { try await stage.ask() } == .upstreamUnavailable)
            stage.node.replace(script: PoolStage.healthy("a", chain: "0x5"))
            #expect(await code { try await stage.ask() } == .upstreamWrongChain)
        }
    }

    @Test func asksAProviderAgainWhenAQuestionFailsOverToIt() async throws {
        let both = PoolStage.healthy("a") + PoolStage.healthy("b")
        let failOnce = PoolStage.failing("a", rpc: "read", .init(status: 500), times: 1)
        try await PoolStage.with(["a", "b"], [failOnce] + both) { stage async throws in
            #expect(try await stage.ask() == "b")
            #expect(try await stage.ask() == "a")
            stage.node.replace(script: [failOnce] + PoolStage.healthy("a") + PoolStage.healthy("b", chain: "0x5"))
            #expect(await code { try await stage.ask() } == .upstreamWrongChain)
        }
    }

    @Test func asksOnceForAllWhoWaitAndCountsOneFailure() async throws {
        let script = [PoolStage.failing("a", rpc: "eth_chainId", .init(status: 500), times: 1)] + PoolStage.healthy("a")
        try await PoolStage.with(["a"], script) { stage async throws in
            stage.node.hold(rpc: "eth_chainId")
            let tasks = (0..<20).map { _ in Task { try await stage.ask() } }
            await stage.clock.sleeping(21)
            await stage.node.received("eth_chainId")
            #expect(stage.node.calls("eth_chainId") == 1)
            stage.node.release()
            for task in tasks { #expect(await code { try await task.value } == .upstreamUnavailable) }
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func oneWhoLeavesDoesNotTakeTheCheckFromTheOthers() async throws {
        try await PoolStage.with(["a"], PoolStage.healthy("a")) { stage async throws in
            stage.node.hold(rpc: "eth_chainId")
            let first = Task { try await stage.ask() }
            await stage.node.received("eth_chainId")
            async let second = stage.ask()
            await stage.clock.sleeping(3)
            first.cancel()
            #expect(await code { try await first.value } == .cancelled)
            stage.node.release()
            #expect(try await second == "a")
            #expect(stage.node.calls("eth_chainId") == 1)
        }
    }
}
