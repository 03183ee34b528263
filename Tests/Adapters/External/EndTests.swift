import AdapterProtocol
import ChainKit
import Foundation
import Testing

@testable import ExternalAdapter

struct EndTests {
    private func isGone(_ pid: String) -> Bool { kill(Int32(pid) ?? 0, 0) == -1 }

    @Test func aProgramEndsWhenTheAdapterIsClosed() async throws {
        let pid = try await TestProgram().run { try await $0.pid() }
        #expect(isGone(pid))
    }

    @Test func aProgramThatIgnoresEverythingIsKilledWithWhatItStarted() async throws {
        let program = try TestProgram(
            bad: """
                child = subprocess.Popen(["sleep", "600"])
                answer(request, {"text": "bad", "account": "test:1:" + str(child.pid)})
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                while True: time.sleep(600)
                """)
        let pids = try await program.run { [try await $0.pid(), try await $0.accounts.account("bad").address] }
        #expect(isGone(pids[0]))
        // The child's own parent is gone, so whoever reaps it may not have done so yet; it runs no longer.
        let status = (try? String(contentsOfFile: "/proc/\(pids[1])/stat", encoding: .utf8)) ?? "gone Z"
        #expect(status.contains(" Z") || isGone(pids[1]))
    }

    @Test func nobodyAsksAProgramAfterItsEnd() async throws {
        let adapter = try await TestProgram().run { $0 }
        #expect(await adapter.failure("good")?.code == .upstreamUnavailable)
    }

    @Test func fortyLivesLeaveNoDescriptorsBehind() async throws {
        let program = try TestProgram(bad: "os._exit(0)")
        func open() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
        var limits = ProgramLimits.tight
        limits.longestPause = .milliseconds(1)
        try await program.run(limits: limits) { adapter in
            _ = await adapter.failure("good")
            let before = open()
            for _ in 0..<40 { _ = await adapter.failure("bad") }
            _ = await adapter.failure("good")
            // Tests beside this one hold a few of their own; forty leaks of three would be far more.
            #expect(open() - before < 60)
        }
    }

    @Test func theVectorOperationsOfAProgramAreItsOwn() async throws {
        let program = try TestProgram(
            other: """
                if method == "vectors.list": answer(request, {"ops": ["test.double"]})
                else: answer(request, {"verdict": "accept", "fields": {"twice": 2 * request["params"]["inputs"]["number"]}})
                """)
        let ops = try await ExternalAdapter.vectorOps(command: ["python3", program.path], limits: .tight)
        #expect(ops.map(\.name) == ["test.double"])
        #expect(try await ops.first?.run(["number": 21]) == .accept(["twice": 42]))
    }

    @Test func aProgramWithoutVectorsHasNone() async throws {
        let program = try TestProgram(
            other: "send({'jsonrpc': '2.0', 'id': request['id'], 'error': {'code': -32601, 'message': 'No.'}})")
        #expect(try await ExternalAdapter.vectorOps(command: ["python3", program.path], limits: .tight).isEmpty)
    }
}
