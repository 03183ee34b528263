import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct FailoverPoolBreakerTests {
    private let broken = [PoolStage.failing("a", rpc: "read", .init(status: 500))] + PoolStage.healthy("a")

    private func open(_ stage: PoolStage) async {
        for _ in 0..<5 { #expect(await code { try await stage.ask() } == .upstreamUnavailable) }
    }

    @Test func opensAfterFiveFailuresInARowAndAsksNobody() async throws {
        try await PoolStage.with(["a"], broken) { stage in
            await open(stage)
            let requests = stage.node.requestCount
            let error = await #expect(throws: ChainError.self) { try await stage.ask() }
            #expect(error?.code == .upstreamNotAsked && error?.retryAfterSeconds == 15)
            #expect(error?.cause?.contains("HTTP 500") == true)
            #expect(stage.node.requestCount == requests)
        }
    }

    @Test func staysClosedForQuestionsThatAreTooLongThoughEachPartIsAnswered() async throws {
        try await PoolStage.with(["a"], PoolStage.healthy("a")) { stage async throws in
            for _ in 0..<7 {
                let outcome = await code {
                    try await stage.pool.ask { provider throws(ChainError) in
                        for _ in 0..<30 {
                            _ = try await provider.call(RPCCall("read"))
                            stage.clock.advance(by: .seconds(1))
                        }
                    }
                }
                #expect(outcome == .upstreamTooLarge)
            }
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func staysClosedWhenASuccessComesBetween() async throws {
        let script = [PoolStage.failing("a", rpc: "read", .init(status: 500), times: 4)]
        try await PoolStage.with(["a"], script + PoolStage.healthy("a")) { stage in
            for _ in 0..<4 { #expect(await code { try await stage.ask() } == .upstreamUnavailable) }
            try await stage.ask()
            stage.node.replace(script: script + PoolStage.healthy("a"))
            for _ in 0..<4 { #expect(await code { try await stage.ask() } == .upstreamUnavailable) }
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func letsOneProbeThroughAfterTheCoolDownAndClosesOnSuccess() async throws {
        try await PoolStage.with(["a"], broken) { stage async throws in
            await open(stage)
            stage.node.replace(script: PoolStage.healthy("a"))
            stage.clock.advance(by: .seconds(15))
            let before = stage.node.calls("read")
            stage.node.hold(rpc: "read")
            async let probe = stage.ask()
            await stage.node.received("read", count: before + 1)
            #expect(await code { try await stage.ask() } == .upstreamNotAsked)
            #expect(stage.node.calls("read") == before + 1)
            stage.node.release()
            #expect(try await probe == "a")
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func aFailedProbeOpensItAgain() async throws {
        try await PoolStage.with(["a"], broken) { stage async throws in
            await open(stage)
            stage.clock.advance(by: .seconds(15))
            #expect(await code { try await stage.ask() } == .upstreamUnavailable)
            let requests = stage.node.requestCount
            stage.clock.advance(by: .seconds(14))
            #expect(await code { try await stage.ask() } == .upstreamNotAsked)
            #expect(stage.node.requestCount == requests)
            stage.node.replace(script: PoolStage.healthy("a"))
            stage.clock.advance(by: .seconds(1))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func aCancelledProbeMakesRoomForTheNext() async throws {
        try await PoolStage.with(["a"], broken) { stage async throws in
            await open(stage)
            stage.node.replace(script: PoolStage.healthy("a"))
            stage.clock.advance(by: .seconds(15))
            let before = stage.node.calls("read")
            stage.node.hold(rpc: "read")
            let probe = Task { try await stage.ask() }
            await stage.node.received("read", count: before + 1)
            probe.cancel()
            #expect(await code { try await probe.value } == .cancelled)
            stage.node.release()
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func aCallFromBeforeItOpenedDoesNotProlongTheCoolDown() async throws {
        let late = PoolStage.failing("a", rpc: "late", .init(status: 500))
        try await PoolStage.with(["a"], [late] + broken) { stage async throws in
            stage.node.hold(rpc: "late")
            let straggler = Task {
                try await stage.pool.ask { provider throws(ChainError) in _ = try await provider.call(RPCCall("late")) }
            }
            await stage.node.received("late")
            await open(stage)
            stage.clock.advance(by: .seconds(9))
            stage.node.release()
            #expect(await code { try await straggler.value } == .upstreamUnavailable)
            stage.node.replace(script: PoolStage.healthy("a"))
            stage.clock.advance(by: .seconds(6))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func leavesAProviderAloneForAsLongAsItAsks() async throws {
        let silent = PoolStage.failing("a", rpc: "read", .init(status: 429, headers: ["retry-after": "30"]), times: 1)
        try await PoolStage.with(["a", "b"], [silent] + PoolStage.healthy("a") + PoolStage.healthy("b")) { stage async throws in
            #expect(try await stage.ask() == "b")
            stage.clock.advance(by: .seconds(29))
            #expect(try await stage.ask() == "b")
            stage.clock.advance(by: .seconds(1))
            #expect(try await stage.ask() == "a")
        }
    }

    @Test func saysWhenTheSoonestProviderMayBeAskedAgain() async throws {
        let script = [("a", "40"), ("b", "25")].map { name, seconds in
            PoolStage.failing(name, rpc: "read", .init(status: 429, headers: ["retry-after": seconds]))
        }
        try await PoolStage.with(["a", "b"], script + PoolStage.healthy("a") + PoolStage.healthy("b")) { stage in
            let first = await #expect(throws: ChainError.self) { try await stage.ask() }
            #expect(first?.code == .upstreamRateLimited && first?.retryAfterSeconds == 25)
            stage.clock.advance(by: .seconds(10))
            let second = await #expect(throws: ChainError.self) { try await stage.ask() }
            #expect(second?.code == .upstreamNotAsked && second?.retryAfterSeconds == 15)
        }
    }
}
