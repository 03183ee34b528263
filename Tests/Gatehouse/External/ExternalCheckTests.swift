import ChainConformance
import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct ExternalCheckTests {
        @Test func aRightConfigurationIsSummedUpAndTheProgramLetGo() async throws {
            let toy = try ToyFixture()
            let result = try await toy.fixture.run("check")
            #expect(result.ending == .exit(0), "\(result.errors)")
            #expect(result.output.contains { $0.contains("chain toy: external, node") })
            #expect(result.output.contains { $0.contains("campaign heroes: toy") })
            #expect(result.errors.isEmpty)
            #expect(toy.node.requestCount == 0)
        }

        /// A chain that is refused, where the mistake is (lines from the chain's first, counted from 0) and what it says.
        struct Mistake: Sendable, CustomTestStringConvertible {
            let name: String
            var command = ["python3", "-B", "adapter.py"]
            var members: [String] = []
            var script: String?
            let place: (line: Int, column: Int)
            let says: [String]
            var testDescription: String { name }
        }

        static let mistakes = [
            Mistake(
                name: "no such program", command: ["no-such-program"], place: (3, 14),
                says: ["could not be started", "no-such-program"]),
            Mistake(
                name: "no such file", command: ["/no/such/program"], place: (3, 14),
                says: ["could not be started", "/no/such/program"]),
            Mistake(
                name: "another digest", members: ["sha256: \"\(String(repeating: "ab", count: 32))\""], place: (6, 13),
                says: ["together have the SHA-256", "abababab"]),
            Mistake(
                name: "a contract version that is not spoken", command: ["python3", "-B", "odd.py"],
                script: "import adapter, gatehouse_adapter\ngatehouse_adapter.CONTRACT_VERSION = 7\n"
                    + "gatehouse_adapter.serve(adapter.ChainAdapter)\n", place: (0, 3),
                says: ["contract versions 7 to 7", "upgrade Gatehouse"]),
            Mistake(
                name: "a value that the program refuses", members: ["max_pages: 0"], place: (6, 16),
                says: ["max_pages is a whole number of at least 1"]),
            Mistake(
                name: "another chain than it may speak for", command: ["python3", "-B", "odd.py"],
                script: "import adapter, gatehouse_adapter\nclass Odd(adapter.ChainAdapter): chain = 'toy:other'\n"
                    + "gatehouse_adapter.serve(Odd)\n", place: (2, 12), says: ["toy:other"]),
            Mistake(
                name: "an option that the program does not know", members: ["colour: blue"], place: (6, 13),
                says: ["network and max_pages"]),
            Mistake(
                name: "a program that breaks at once", command: ["python3", "-B", "odd.py"], script: "import no_such_module\n",
                place: (0, 3), says: ["ended before it answered", "No module named 'no_such_module'"]),
            Mistake(
                name: "a program that prints garbage", command: ["python3", "-B", "odd.py"],
                script: "print('Hello!', flush=True)\ninput()\n",
                place: (0, 3), says: ["no JSON-RPC"]),
            Mistake(
                name: "a program that never answers", command: ["python3", "-B", "odd.py"],
                members: ["limits: { deadline_seconds: 1 }"], script: "import time\ntime.sleep(600)\n", place: (0, 3),
                says: ["did not answer initialize within 1 s"]),
            Mistake(
                name: "a program that sends 100 MB", command: ["python3", "-B", "odd.py"],
                script: "import sys\nfor _ in range(1600): sys.stdout.write('x' * 65536)\n", place: (0, 3),
                says: ["longer than 8388608 bytes"]),
            Mistake(
                name: "a limit that is none", members: ["limits: { calls: 0 }"], place: (6, 22), says: ["from 1 to 256"]),
        ]

        @Test(arguments: mistakes, ["check", "serve"]) func isOneLineWithItsPlace(_ mistake: Mistake, command: String)
            async throws
        {
            let toy = try ToyFixture(
                command: mistake.command, members: mistake.members, script: mistake.script)
            let result = try await toy.fixture.run(command)
            #expect(result.ending == .exit(1))
            let line = try #require(result.errors.first)
            let place = "\(toy.fixture.config):\(toy.line + mistake.place.line):\(mistake.place.column): "
            #expect(line.hasPrefix(place), "\(result.errors)")
            for words in mistake.says { #expect(line.contains(words), "\(line)") }
            #expect(result.errors.count == 2, "\(result.errors)")
        }

        @Test func aCampaignIsReadByTheProgram() async throws {
            let toy = try ToyFixture()
            try toy.fixture.write(
                "campaigns/heroes.yaml",
                "name: heroes\nmethods: [toy]\nrequirement: { holds: { chain: toy, collection: Heroes, at_least: 2 } }\n")
            let result = try await toy.fixture.run("check")
            #expect(result.ending == .exit(1))
            #expect(result.errors.first?.contains("/heroes.yaml:3:49: The name has 1 to 16 letters") == true, "\(result.errors)")
        }
    }
}
