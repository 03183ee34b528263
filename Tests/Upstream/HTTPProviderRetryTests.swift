import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct HTTPProviderRetryTests {
    private func attempts(
        _ script: [ScriptedUpstream.Entry], _ policy: RetryPolicy = RetryPolicy(), chance: Double = 0.5
    ) async throws -> (requests: Int, code: ChainError.Code?, pauses: [Duration]) {
        let clock = ManualClock(skips: true)
        var outcome: (Int, ChainError.Code?) = (0, nil)
        let hangs = script.contains { $0.response.fault == .hang }
        try await Stage.with(script, { if hangs { $0.totalDeadline = .milliseconds(100) } }) { stage in
            let provider = try stage.provider(retry: policy, clock: clock.clock, chance: { chance })
            let code = await code { try await provider.call(chainCall) }
            outcome = (stage.node.requestCount, code)
        }
        return (outcome.0, outcome.1, clock.pauses)
    }

    private let good = ScriptedUpstream.Entry.rpc("eth_chainId", result: "0x1")

    @Test func triesTwiceMoreWithJitteredAndGrowingWaits() async throws {
        let got = try await attempts([.rpc(nil, .init(status: 500))])
        #expect(got.requests == 3 && got.code == .upstreamUnavailable)
        #expect(got.pauses == [.milliseconds(50), .milliseconds(100)])
    }

    @Test func theJitterIsFull() async throws {
        #expect(try await attempts([.rpc(fault: .reset)], chance: 0).pauses == [.zero, .zero])
    }

    @Test func endsWithTheFirstAnswer() async throws {
        let got = try await attempts([.rpc(fault: .reset, times: 1), .rpc(nil, .init(status: 502), times: 1), good])
        #expect(got.requests == 3 && got.code == nil)
    }

    @Test(arguments: [
        ScriptedUpstream.Response(status: 401), .init(status: 404), .init(status: 302), .init(body: .raw([])),
        .init(fault: .hang),
        .init(body: .failure(["code": -32603, "message": "internal"])),
    ])
    func doesNotRepeatWhatWouldFailAgain(_ response: ScriptedUpstream.Response) async throws {
        #expect(try await attempts([.rpc(nil, response)]).requests == 1)
    }

    @Test func leavesARetryAfterToThePoolWhichHasOthersToAsk() async throws {
        let got = try await attempts([.rpc(nil, .init(status: 429, headers: ["retry-after": "1"]))])
        #expect(got.requests == 1 && got.code == .upstreamRateLimited && got.pauses.isEmpty)
    }

    @Test func anAnswerToAnEarlierQuestionFitsNoLaterOne() async throws {
        let late = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}".utf8)
        try await Stage.with([.rpc(nil, .init(body: .raw(late)))]) { stage async throws in
            let provider = try stage.provider()
            _ = await code { try await provider.call(chainCall) }
            #expect(await code { try await provider.call(chainCall) } == .upstreamInvalid)
        }
    }

    @Test func startsNoAttemptPastItsDeadline() async throws {
        var policy = RetryPolicy()
        policy.retries = 100
        policy.firstCeiling = .seconds(2)
        policy.deadline = .seconds(5)
        let got = try await attempts([.rpc(nil, .init(status: 500))], policy, chance: 0.999)
        #expect(got.requests == 3)
    }

    @Test func aWaitEndsWithItsTask() async throws {
        let clock = ManualClock()
        try await Stage.with([.rpc(nil, .init(status: 500))]) { stage in
            let provider = try stage.provider(retry: RetryPolicy(), clock: clock.clock)
            let task = Task { try await provider.call(chainCall) }
            await clock.sleeping(1)
            task.cancel()
            #expect(await code { try await task.value } == .cancelled)
            #expect(stage.node.requestCount == 1)
        }
    }
}
