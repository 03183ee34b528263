import ChainKit
import Foundation
import Testing

@testable import ExternalAdapter

struct MisbehaviourTests {
    struct Offence: Sendable, CustomTestStringConvertible {
        let name: String
        let code: ChainError.Code
        let says: String
        let script: String
        var testDescription: String { name }
    }

    private static let offences = [
        Offence(name: "prints garbage", code: .upstreamInvalid, says: "no JSON-RPC", script: "print('hello', flush=True)"),
        Offence(
            name: "answers a call that was not asked", code: .upstreamInvalid, says: "not asked",
            script: "request['id'] = '1-0'\nanswer(request, {})"),
        Offence(
            name: "sends 100 MB without a line break", code: .upstreamInvalid, says: "longer than 1048576 bytes",
            script: "for _ in range(1600): os.write(1, b'x' * 65536)"),
        Offence(name: "dies", code: .upstreamUnavailable, says: "ended", script: "os._exit(3)"),
        Offence(name: "is killed", code: .upstreamUnavailable, says: "ended", script: "os.kill(os.getpid(), 9)"),
        Offence(name: "closes its output", code: .upstreamUnavailable, says: "ended", script: "os.close(1)\ntime.sleep(600)"),
        Offence(
            name: "leaves a child that holds the output", code: .upstreamUnavailable, says: "ended",
            script: "subprocess.Popen(['sleep', '600'], start_new_session=False)\nos._exit(0)"),
        Offence(
            name: "leaves a child elsewhere that fills the log", code: .upstreamUnavailable, says: "ended",
            script: "subprocess.Popen(['yes'], stdout=2, start_new_session=True)\nos._exit(0)"),
        Offence(
            name: "asks and does not read", code: .upstreamInvalid, says: "unread",
            script: """
                big = "x" * 100000
                for n in range(10000): send({"jsonrpc": "2.0", "id": big + str(n), "method": "pool.nothing", "params": {}})
                """),
    ]

    @Test(arguments: offences) func theProgramIsReplacedAndTheNextCallIsAnswered(_ offence: Offence)
        async throws
    {
        let program = try TestProgram(bad: offence.script)
        try await program.run { adapter in
            let before = try await adapter.pid()
            let error = try #require(await adapter.failure("bad"))
            #expect(error.code == offence.code)
            #expect(error.message.contains(offence.says))
            let after = try await adapter.pid()
            #expect(before != after)
            #expect(kill(try #require(Int32(before)), 0) == -1)
        }
    }

    @Test func whoAnswersTwiceIsReplaced() async throws {
        let program = try TestProgram(bad: "for _ in range(2): answer(request, {'text': 'bad', 'account': 'test:1:bad'})")
        try await program.run { adapter in
            let before = try await adapter.pid()
            _ = await adapter.failure("bad")
            await program.lines.waiting(for: "second answer")
            #expect(try await adapter.pid() != before)
        }
    }

    @Test func callsInFlightFailWithTheOneThatBrokeTheProtocol() async throws {
        let program = try TestProgram(
            bad: """
                if not hasattr(bad, "first"):
                    bad.first = True
                else:
                    print("garbage", flush=True)
                """)
        try await program.run { adapter in
            async let first = adapter.failure("bad")
            async let second = adapter.failure("bad")
            let errors = await [first, second].compactMap { $0?.code }
            #expect(errors == [.upstreamInvalid, .upstreamInvalid])
        }
    }

    @Test func anotherCallsTextConcernsThatCallAlone() async throws {
        let program = try TestProgram(bad: "answer(request, {'text': 'other', 'account': 'test:1:other'})")
        try await program.run { adapter in
            let before = try await adapter.pid()
            #expect(await adapter.failure("bad")?.code == .upstreamInvalid)
            #expect(try await adapter.pid() == before)
        }
    }

    @Test(arguments: [
        ("account_invalid", ChainError.Code.accountInvalid), ("asset_invalid", .upstreamInvalid),
        ("internal_error", .upstreamUnavailable), ("cancelled", .upstreamUnavailable), ("no_such_code", .upstreamUnavailable),
        ("upstream_rate_limited", .upstreamRateLimited),
    ])
    func onlyCodesThatCanBeTrueAreBelieved(_ written: String, _ meant: ChainError.Code) async throws {
        let program = try TestProgram(bad: "fail(request, '\(written)', ('x' + chr(0x301) * 50000) + chr(27))")
        try await program.run { adapter in
            let error = try #require(await adapter.failure("bad"))
            #expect(error.code == meant)
            #expect(error.message.utf8.count <= 500)
        }
    }

    @Test func whoNeverAnswersIsReplacedAfterThreeDeadlines() async throws {
        let time = ManualClock()
        let program = try TestProgram(bad: "pass")
        try await program.run(clock: time.clock) { adapter in
            let before = try await adapter.pid()
            for _ in 0..<3 {
                async let failure = adapter.failure("bad")
                await time.sleeping(1)
                time.advance(by: .seconds(60))
                #expect(await failure?.code == .upstreamTimeout)
            }
            await program.lines.waiting(for: "3 questions in a row unanswered")
            async let after = adapter.pid()
            await time.sleeping(2)
            time.advance(by: .milliseconds(1))
            #expect(try await after != before)
        }
    }

    @Test func whoKeepsItsAskersWaitingUntilTheyGoIsReplacedThoughItsHealthIsWell() async throws {
        let time = ManualClock()
        let program = try TestProgram(bad: "sys.stderr.write('asked\\n')\nsys.stderr.flush()")
        try await program.run(clock: time.clock) { adapter in
            let before = try await adapter.pid()
            for waited in [5, 1, 5, 5] {
                let task = Task { await adapter.failure("bad") }
                await time.sleeping(1)
                time.advance(by: .seconds(waited))
                task.cancel()
                #expect(await task.value?.code == .cancelled)
                if waited == 1 { #expect(await adapter.health().status == .ok) }
            }
            await program.lines.waiting(for: "3 questions in a row unanswered")
            async let after = adapter.pid()
            await time.sleeping(2)
            time.advance(by: .milliseconds(1))
            #expect(try await after != before)
        }
    }

    @Test func anAnswerThatComesAfterTheDeadlineDoesNoHarm() async throws {
        let time = ManualClock()
        let program = try TestProgram(
            bad: """
                cancel = json.loads(sys.stdin.readline())
                sys.stderr.write(cancel["method"] + "\\n")
                sys.stderr.flush()
                answer(request, {"text": "bad", "account": "test:1:bad"})
                """)
        try await program.run(clock: time.clock) { adapter in
            let before = try await adapter.pid()
            async let failure = adapter.failure("bad")
            await time.sleeping(1)
            time.advance(by: .seconds(60))
            #expect(await failure?.code == .upstreamTimeout)
            await program.lines.waiting(for: "$/cancel")
            #expect(try await adapter.pid() == before)
        }
    }

    @Test func aCancelledTaskGetsItsWordAtOnce() async throws {
        let program = try TestProgram(bad: "sys.stderr.write('asked\\n')\nsys.stderr.flush()")
        try await program.run { adapter in
            let task = Task { await adapter.failure("bad") }
            await program.lines.waiting(for: "asked")
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await adapter.failure("good") == nil)
        }
    }
}
