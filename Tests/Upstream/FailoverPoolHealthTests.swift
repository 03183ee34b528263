import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct FailoverPoolHealthTests {
    @Test func asksEachProviderForItsChain() async throws {
        let script =
            PoolStage.healthy("a") + PoolStage.healthy("b", chain: "0x5") + [PoolStage.failing("c", .init(fault: .reset))]
        try await PoolStage.with(["a", "b", "c"], script) { stage in
            let health = await stage.pool.health()
            #expect(health.map(\.name) == ["a", "b", "c"])
            #expect(health.map(\.status) == [.ok, .down, .down])
            #expect(health[0].latencyMilliseconds != nil)
            #expect(health[1].detail?.contains("eip155:5") == true)
        }
    }

    @Test func asksNobodyWhoJustAnswered() async throws {
        try await PoolStage.with(["a"], PoolStage.healthy("a")) { stage in
            try await stage.ask()
            #expect(await stage.pool.health().first?.status == .ok)
            #expect(stage.node.calls("eth_chainId") == 1)
            stage.clock.advance(by: .seconds(11))
            #expect(await stage.pool.health().first?.status == .ok)
            #expect(stage.node.calls("eth_chainId") == 2)
        }
    }

    @Test func aProviderThatHangsIsDownAfterTwoSeconds() async throws {
        try await PoolStage.with(["a"], [PoolStage.failing("a", .init(fault: .hang))]) { stage in
            async let health = stage.pool.health()
            await stage.clock.sleeping(2)
            stage.clock.advance(by: .seconds(2))
            #expect(await health.first?.status == .down)
        }
    }

    @Test func aProviderThatRestsIsReportedWithoutBeingAsked() async throws {
        let silent = PoolStage.failing("a", rpc: "read", .init(status: 429, headers: ["retry-after": "30"]))
        let broken = PoolStage.failing("b", rpc: "read", .init(status: 500))
        try await PoolStage.with(["a", "b"], [silent, broken] + PoolStage.healthy("a") + PoolStage.healthy("b")) { stage in
            for _ in 0..<5 { _ = await code { try await stage.ask() } }
            let requests = stage.node.calls("eth_chainId")
            let health = await stage.pool.health()
            #expect(health.map(\.status) == [.degraded, .down])
            #expect(health[0].detail?.contains("30 s") == true)
            #expect(health[1].detail?.contains("5 failures") == true)
            #expect(stage.node.calls("eth_chainId") == requests)
        }
    }
}
