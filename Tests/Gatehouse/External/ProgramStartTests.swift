import ChainKit
import Foundation
import Testing

extension ProcessTests {
    /// What happens before and while programs start.
    @Suite struct ProgramStartTests {
        /// Heeds neither SIGTERM nor the end of its standard input, and never introduces itself.
        private static let stubborn = """
            import os, signal, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            open(os.path.dirname(os.path.abspath(__file__)) + "/runs", "w").close()
            time.sleep(600)
            """

        private func hasRun(_ toy: ToyFixture) -> Bool {
            FileManager.default.fileExists(atPath: "\(toy.fixture.folder)/program/runs")
        }

        @Test(
            arguments: [
                ("serve", SIGTERM, 0), ("serve", SIGINT, 0), ("check", SIGTERM, 143), ("migrate", SIGINT, 130),
            ] as [(String, Int32, Int32)])
        func aSignalWhileAProgramStartsEndsIt(command: String, number: Int32, status: Int32) async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], members: ["limits: { deadline_seconds: 300 }"], script: Self.stubborn)
            let process = try GatehouseProcess(
                [command, "--config", toy.fixture.config], environment: ["GATEHOUSE_KEY": ServerFixture.key])
            while !hasRun(toy) { await Task.yield() }
            process.send(signal: number)
            #expect(await process.ended() == .exit(status))
            #expect(toy.programs.isEmpty)
            #expect(await process.errors.whole() == [])
        }

        @Test func aProgramThatIsNotProvenDoesNotRun() async throws {
            let toy = try ToyFixture(
                command: ["python3", "-B", "odd.py"], members: ["require_report: true"], script: Self.stubborn)
            let yaml = try String(contentsOfFile: toy.fixture.config, encoding: .utf8)
            let key = "ed25519:" + String(repeating: "A", count: 43)
            try toy.fixture.write("gatehouse.yaml", yaml + "conformance: { keys: [ \"\(key)\" ] }")
            let result = try await toy.fixture.run("check")
            #expect(result.ending == .exit(1))
            #expect(result.errors.first?.contains("/reports/toy.json is not there or cannot be read") == true, "\(result.errors)")
            #expect(!hasRun(toy))
        }
    }
}
