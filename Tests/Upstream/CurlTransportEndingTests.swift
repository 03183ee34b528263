import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct CurlTransportEndingTests {
    private let script: [ScriptedUpstream.Entry] = [.rpc("slow", fault: .hang), .rpc("eth_chainId", result: "0x1")]

    @Test func aCancelledTaskGetsItsAnswerBackAtOnceAndOthersGoOn() async throws {
        try await Stage.with(script) { stage in
            let provider = try stage.provider()
            let task = Task { try await provider.call(RPCCall("slow")) }
            await stage.node.received("slow")
            task.cancel()
            #expect(await code { try await task.value } == .cancelled)
            #expect(try await provider.call(chainCall) == .success("0x1"))
        }
    }

    @Test func aTaskCancelledBeforeItAsksSendsNothing() async throws {
        try await Stage.with(script) { stage in
            let provider = try stage.provider()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await provider.call(chainCall)
            }
            #expect(await code { try await task.value } == .cancelled)
            #expect(stage.node.requestCount == 0)
        }
    }

    @Test func cancellingAtAnyMomentAnswersEveryTaskOnce() async throws {
        try await Stage.with(script) { stage in
            let provider = try stage.provider()
            await withTaskGroup { group in
                for turn in 0..<600 {
                    group.addTask {
                        let task = Task {
                            if turn.isMultiple(of: 3) { withUnsafeCurrentTask { $0?.cancel() } }
                            return try await provider.call(RPCCall("slow"))
                        }
                        for _ in 0..<(turn % 20) { await Task.yield() }
                        task.cancel()
                        #expect(await code { try await task.value } == .cancelled)
                    }
                }
            }
            #expect(try await provider.call(chainCall) == .success("0x1"))
        }
    }

    @Test func shutdownEndsWhatIsInFlightAndRefusesWhatComesAfter() async throws {
        try await Stage.with(script) { stage in
            let provider = try stage.provider()
            let tasks = (0..<20).map { _ in Task { try await provider.call(RPCCall("slow")) } }
            await stage.node.received("slow", count: 3)
            await stage.transport.shutdown()
            for task in tasks { #expect(await code { try await task.value } == .upstreamUnavailable) }
            #expect(await code { try await provider.call(chainCall) } == .upstreamUnavailable)
            await stage.transport.shutdown()
        }
    }

    @Test func aTransportThatIsLetGoStopsByItself() async throws {
        let node = try ScriptedUpstream(script: script)
        node.start()
        for _ in 0..<20 {
            let provider = try HTTPProvider(name: "node", url: node.url, transport: CurlTransport())
            #expect(try await provider.call(chainCall) == .success("0x1"))
        }
        node.stop()
    }
}
