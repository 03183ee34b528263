import ChainConformance
import ChainKit
import Foundation
import Testing
import Upstream

extension ProcessTests {
    @Suite struct ProgramFaultTests {
        @Test func aProgramKilledInMidCallLeavesTheCheckUndeterminedAndComesBack() async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let pid = try #require(toy.programs.first)
            toy.node.hold(rpc: "toy_items")
            async let held = server.reply("/campaigns/heroes/check-eligible-dryrun?wallet=\(ToyFixture.rich)")
            await toy.node.received("toy_items")
            try await server.requireOthers()
            kill(pid, SIGKILL)
            let reply = try await held
            #expect(reply.status == 200)
            let body = try JSONValue(parsing: reply.body)
            #expect(body["is_eligible"] == .null && body["status"]?.text == "undetermined", "\(body)")
            #expect(body["reasons"]?[0]?["code"]?.text == "upstream_unavailable", "\(body)")
            #expect(reply.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0, "\(reply.headers)")
            try await server.requireOthers()
            toy.node.release()
            #expect(try await server.heroes(ToyFixture.rich).body["is_eligible"] == true)
            #expect(try await server.heroes(ToyFixture.poor).body["is_eligible"] == false)
            let programs = toy.programs
            #expect(programs.count == 1 && programs.first != pid)
            try await toy.end(server)
        }

        /// What a program does in place of answering the question about holdings, and what the check then says.
        struct Offence: Sendable, CustomTestStringConvertible {
            let name: String
            let does: String
            var code = "upstream_invalid"
            var deadlineSeconds = 10
            var testDescription: String { name }
        }

        static let offences = [
            Offence(name: "prints garbage", does: "self._sink.write(b'hello\\n'); self._sink.flush()"),
            Offence(name: "never answers", does: "pass", code: "upstream_timeout", deadlineSeconds: 3),
            Offence(name: "answers another call's id", does: "send({**message, 'id': '1-0'})"),
            Offence(name: "answers with another wallet", does: "send(changed('rich', 'poor'))"),
            Offence(
                name: "sends 100 MB without a line break",
                does: "[self._sink.write(b'x' * 65536) for _ in range(1600)]; self._sink.flush()"),
            Offence(
                name: "nests a million brackets", does: "self._sink.write(b'[' * 1000000 + b'\\n'); self._sink.flush()"),
            Offence(name: "ends", does: "os._exit(0)", code: "upstream_unavailable"),
        ]

        @Test(arguments: offences) func isContained(_ offence: Offence) async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], members: ["limits: { deadline_seconds: \(offence.deadlineSeconds) }"],
                script: Self.odd(when: "'answers'", does: offence.does))
            let server = try await toy.serve()
            try await server.requireOthers()
            let before = try #require(RunningPrograms.peakMebibytes(server.process.pid))
            for _ in 0..<2 {
                let reply = try await server.heroes(ToyFixture.rich)
                #expect(reply.status == 200 && reply.body["is_eligible"] == .null, "\(reply)")
                #expect(reply.body["reasons"]?[0]?["code"]?.text == offence.code, "\(reply.body)")
                try await server.requireOthers()
            }
            let after = try #require(RunningPrograms.peakMebibytes(server.process.pid))
            #expect(after - before < 80, "\(before) MiB, then \(after) MiB")
            // What the chain can do without asking about holdings it can do again.
            #expect(try await server.get("/sign-in?chain=toy&address=\(ToyFixture.rich)").status == 200)
            try await toy.end(server)
        }

        @Test func whoAnswersTwiceIsReplaced() async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], script: Self.odd(when: "'answers'", does: "send(message); send(message)"))
            let server = try await toy.serve()
            let pid = try #require(toy.programs.first)
            _ = try await server.heroes(ToyFixture.rich)
            #expect(await server.process.errors.line(containing: "second answer")?.contains("\"toy\"") == true)
            #expect(try await server.get("/sign-in?chain=toy&address=\(ToyFixture.rich)").status == 200)
            #expect(toy.programs.first != pid)
            try await server.requireOthers()
            try await toy.end(server)
        }

        @Test func noticesThatNobodyAskedForAreReadAndForgotten() async throws {
            let notice = "{'jsonrpc': '2.0', 'method': 'odd/notice', 'params': {'text': 'x' * 1000000}}"
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], members: ["limits: { deadline_seconds: 25 }"],
                script: Self.odd(when: "'answers'", does: "[send(\(notice)) for _ in range(30)]; send(message)"))
            let server = try await toy.serve()
            try await server.requireOthers()
            let before = try #require(RunningPrograms.peakMebibytes(server.process.pid))
            #expect(try await server.heroes(ToyFixture.rich).body["is_eligible"] == true)
            let after = try #require(RunningPrograms.peakMebibytes(server.process.pid))
            #expect(after - before < 80, "\(before) MiB, then \(after) MiB")
            try await toy.end(server)
        }

        @Test func aProgramThatKeepsEndingNeverEndsTheServer() async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], members: ["limits: { deadline_seconds: 3 }"],
                script: "import os\nmark = os.path.dirname(os.path.abspath(__file__)) + '/broken'\n"
                    + "if os.path.exists(mark): raise SystemExit('the disk is full')\n"
                    + "import adapter, gatehouse_adapter\ngatehouse_adapter.serve(adapter.ChainAdapter)\n")
            let server = try await toy.serve()
            try toy.fixture.write("program/broken", "")
            for pid in toy.programs { kill(pid, SIGKILL) }
            let reply = try await server.heroes(ToyFixture.rich)
            #expect(reply.status == 503 && reply.body["code"]?.text == "upstream_unavailable", "\(reply)")
            #expect(await server.process.errors.line(containing: "the disk is full")?.contains("\"toy\"") == true)
            let listed = try await server.get("/adapters").body["adapters"]?.elements ?? []
            #expect(listed.first { $0["name"]?.text == "toy" }?["status"]?.text != "ok")
            try await server.requireOthers()
            try FileManager.default.removeItem(atPath: "\(toy.fixture.folder)/program/broken")
            while try await server.heroes(ToyFixture.rich).body["is_eligible"] != true {
                // Each question waits for the next start for as long as its deadline lets it.
                try await server.requireOthers()
            }
            try await toy.end(server)
        }

        @Test func aProgramThatStandsStillHoldsUpNobodyWhoDoesNotAskIt() async throws {
            let toy = try ToyFixture(members: ["limits: { deadline_seconds: 60 }"])
            let server = try await toy.serve()
            let pid = try #require(toy.programs.first)
            kill(pid, SIGSTOP)
            try await server.requireOthers()
            _ = try await server.signIn(EVMWallet(number: 1))
            #expect(try await server.get("/ready").status == 200)
            kill(pid, SIGCONT)
            #expect(try await server.heroes(ToyFixture.rich).body["is_eligible"] == true)
            try await toy.end(server)
        }

        @Test func aServerThatDoesNotStartLeavesNoProgram() async throws {
            let toy = try ToyFixture()
            let unmigrated = try await toy.fixture.run("serve")
            #expect(unmigrated.ending == .exit(1) && unmigrated.errors.contains { $0.contains("gatehouse migrate") })
            #expect(toy.programs.isEmpty)
            let taken = try ToyFixture(fixture: ServerFixture(listen: "127.0.0.1:\(toy.node.port)"))
            try await taken.fixture.migrate()
            let refused = try await taken.fixture.run("serve")
            #expect(refused.ending == .exit(1) && refused.errors.contains { $0.contains("server.listen") })
            #expect(taken.programs.isEmpty)
        }

        @Test(arguments: [SIGTERM, SIGKILL]) func noProgramOutlivesTheServer(number: Int32) async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let pid = try #require(toy.programs.first)
            toy.node.hold(rpc: "toy_items")
            async let held = try? server.heroes(ToyFixture.rich)
            await toy.node.received("toy_items")
            server.process.send(signal: number)
            toy.node.release()
            _ = await held
            _ = await server.process.ended()
            while RunningPrograms.isRunning(pid) { await Task.yield() }
        }

        @Test func aProgramThatWillNotEndIsKilledWithTheServersEnd() async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"],
                script: """
                    import adapter, gatehouse_adapter, signal, time
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    gatehouse_adapter._Peer._end = lambda self, status: time.sleep(600)
                    gatehouse_adapter.serve(adapter.ChainAdapter)
                    """)
            let server = try await toy.serve()
            try await toy.end(server)
        }

        /// The toy adapter, which does something else where its answer has such a member.
        static func odd(when member: String, does: String) -> String {
            """
            import os
            import adapter, gatehouse_adapter
            rich, poor = "\(ToyFixture.rich)", "\(ToyFixture.poor)"
            write = gatehouse_adapter._Peer._write
            def odd(self, message):
                def send(one): write(self, one)
                def changed(old, new):
                    import json
                    return json.loads(json.dumps(message).replace(globals()[old], globals()[new]))
                if \(member) in (message.get("result") or {}):
                    \(does)
                else:
                    send(message)
            gatehouse_adapter._Peer._write = odd
            gatehouse_adapter.serve(adapter.ChainAdapter)
            """
        }
    }
}
