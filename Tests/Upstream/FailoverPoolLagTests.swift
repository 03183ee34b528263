import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct FailoverPoolLagTests {
    private func providers(_ told: [(String, JSONValue)]) -> [PoolStage.Entry] {
        told.flatMap { PoolStage.healthy($0.0, chain: $0.1) }
    }

    @Test func doesNotAskOneWhoseHeadIsTooOld() async throws {
        let script = providers([("a", PoolStage.told(age: 31)), ("b", PoolStage.told(age: 30))])
        try await PoolStage.with(["a", "b"], script) {
            $0.maxLagSeconds = 30
        } _: { stage async throws in
            for _ in 0..<10 { #expect(try await stage.ask() == "b") }
            #expect(stage.node.calls("eth_chainId") == 2)
            let health = await stage.pool.health()
            #expect(health.map(\.status) == [.down, .ok])
            #expect(health[0].detail?.contains("31 s behind the chain, more than the 30 s") == true)
            #expect(health.map(\.lagSeconds) == [31, 30])
        }
    }

    @Test func doesNotAskOneTooManyBlocksBehindTheOthersFromTheFirstQuestionOn() async throws {
        let script = providers([
            ("a", PoolStage.told(head: 89)), ("b", PoolStage.told(head: 90)), ("c", PoolStage.told(head: 100)),
        ])
        try await PoolStage.with(["a", "b", "c"], script) {
            $0.maxLagBlocks = 10
        } _: { stage async throws in
            for _ in 0..<10 { #expect(try await stage.ask() == "b") }
            #expect(stage.node.calls("eth_chainId") == 3)
            let health = await stage.pool.health()
            #expect(health.map(\.lagBlocks) == [11, 10, 0] && health.map(\.head) == [89, 90, 100])
            #expect(health.map(\.status) == [.down, .ok, .ok])
        }
    }

    @Test func isUndeterminedWhenAllAreBehindAndOpensNoBreaker() async throws {
        try await PoolStage.with(["a", "b"], providers([("a", PoolStage.told(age: 60)), ("b", PoolStage.told(age: 90))])) {
            $0.maxLagSeconds = 30
            $0.failuresToOpen = 1
        } _: { stage async throws in
            for _ in 0..<3 {
                let error = await #expect(throws: ChainError.self) { try await stage.ask() }
                #expect(error?.code == .upstreamBehind && error?.retryAfterSeconds == 5)
            }
            #expect(stage.node.calls("read") == 0)
            stage.node.replace(script: providers([("a", PoolStage.told(age: 1)), ("b", PoolStage.told(age: 90))]))
            #expect(await code { try await stage.ask() } == .upstreamBehind)
            stage.clock.advance(by: .seconds(5))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func noticesWithinFiveSecondsThatOneFallsBehind() async throws {
        try await PoolStage.with(["a", "b"], providers([("a", PoolStage.told(head: 100)), ("b", PoolStage.told(head: 100))])) {
            $0.maxLagBlocks = 3
        } _: { stage async throws in
            #expect(try await stage.ask() == "a")
            stage.node.replace(script: providers([("a", PoolStage.told(head: 100)), ("b", PoolStage.told(head: 104))]))
            stage.clock.advance(by: .seconds(5))
            #expect(try await stage.ask() == "b")
        }
    }

    @Test func oneThatTellsNoHeadIsAskedAndSaysSo() async throws {
        try await PoolStage.with(["a", "b"], providers([("a", PoolStage.told()), ("b", PoolStage.told(head: 100, age: 0))])) {
            $0.maxLagBlocks = 1
            $0.maxLagSeconds = 1
        } _: { stage async throws in
            #expect(try await stage.ask() == "a")
            let health = await stage.pool.health()
            #expect(health.map(\.status) == [.ok, .ok])
            #expect(health[0].detail?.contains("tells no head") == true && health[1].detail == nil)
        }
    }

    @Test func doesNotWaitLongForTheHeadOfAnother() async throws {
        let hanging = PoolStage.failing("b", .init(fault: .hang))
        try await PoolStage.with(["a", "b"], [hanging] + providers([("a", PoolStage.told(head: 100))])) {
            $0.maxLagBlocks = 1
        } _: { stage async throws in
            async let answer = stage.ask()
            // The limits of waiting for b and of its own check remain once a has told its head.
            await stage.node.received("eth_chainId", count: 2)
            await stage.clock.sleeping(2)
            stage.clock.advance(by: .seconds(1))
            #expect(try await answer == "a")
        }
    }

    @Test func theHeadOfOneThatFailedStaysTheMark() async throws {
        try await PoolStage.with(["a", "b"], providers([("a", PoolStage.told(head: 100)), ("b", PoolStage.told(head: 100))])) {
            $0.maxLagBlocks = 5
        } _: { stage async throws in
            #expect(try await stage.ask() == "a")
            stage.node.replace(script: providers([("a", PoolStage.told(head: 100)), ("b", PoolStage.told(head: 200))]))
            stage.clock.advance(by: .seconds(5))
            #expect(try await stage.ask() == "b")
            let broken = PoolStage.failing("b", .init(status: 500))
            stage.node.replace(script: [broken] + providers([("a", PoolStage.told(head: 101))]))
            stage.clock.advance(by: .seconds(5))
            #expect(await code { try await stage.ask() } == .upstreamUnavailable)
            stage.clock.advance(by: .seconds(60))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func withoutALimitHeadsCostNothing() async throws {
        try await PoolStage.with(
            ["a", "b"], providers([("a", PoolStage.told(head: 1, age: 999)), ("b", PoolStage.told(head: 9))])
        ) {
            stage async throws in
            for _ in 0..<5 {
                #expect(try await stage.ask() == "a")
                stage.clock.advance(by: .seconds(30))
            }
            #expect(stage.node.calls("eth_chainId") == 1)
        }
    }

    @Test func oneProviderAskedAloneSharesWhatThePoolKnows() async throws {
        let script = [PoolStage.failing("b", rpc: "read", .init(status: 500))] + providers([("a", "0x1"), ("b", "0x1")])
        try await PoolStage.with(["a", "b"], script) { stage async throws in
            let alone = stage.pool.only("b")
            for _ in 0..<5 {
                let code = await code {
                    try await alone.ask { provider throws(ChainError) in try await provider.call(RPCCall("read")) }
                }
                #expect(code == .upstreamUnavailable)
            }
            #expect(await stage.pool.health().map(\.status) == [.ok, .down])
            #expect(await alone.health().map(\.name) == ["b"])
            #expect(try await stage.ask() == "a")
            let nobody = await code { try await stage.pool.only("z").ask { _ throws(ChainError) in true } }
            #expect(nobody == .upstreamNotAsked)
        }
    }
}
