import ChainConformance
import ChainKit
import Testing

struct TextReportTests {
    private func run(_ files: [VectorFile], filter: Glob? = nil) async throws -> String {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in .accept(["bytes": "0a"]) }])
        return TextReport(await runner.run(files, filter: filter)).text
    }

    @Test func countsATopicALineAndEndsWithTheSum() async throws {
        let passing: JSONValue = ["verdict": "accept", "bytes": "0a"]
        let text = try await run(
            [
                .expecting([passing, passing], topic: "long_topic"),
                .expecting([passing, ["verdict": "reject"]], topic: "short"),
            ],
            filter: Glob("*op/?"))
        let lines = text.split(separator: "\n")
        #expect(lines[0].contains(/^long_topic  2 passed  \(\d+\.\d+ m?s\)$/))
        #expect(lines[1].contains(/^short       1 passed, 1 failed  \(\d+\.\d+ m?s\)$/))
        #expect(text.hasSuffix("\n3 passed, 1 failed, 0 skipped\n"))
    }

    @Test func showsAFailureInFull() async throws {
        let text = try await run([.expecting([["verdict": "accept", "bytes": "0b"]])])
        for line in [
            "FAILED topic/op/1", #"  inputs    {"index":0}"#, #"  expected  {"bytes":"0b","verdict":"accept"}"#,
            #"  got       {"bytes":"0a","verdict":"accept"}"#, #"  problem   bytes: expected "0b", got "0a""#,
            "  about     because", "  source    a standard",
        ] {
            #expect(text.contains(line + "\n"))
        }
    }

    @Test func tellsACaseThatCouldNotBeRunFromOneThatFailed() async throws {
        let text = try await run([.expecting([["verdict": "accept"]], op: "nobody.does")])
        #expect(text.contains("ERROR topic/nobody.does/1\n"))
        #expect(text.contains("\n1 of the failed could not be run\n0 passed, 1 failed, 0 skipped\n"))
    }

    @Test func countsWhatTheFilterLeavesOutAsSkipped() async throws {
        let passing: JSONValue = ["verdict": "accept"]
        let text = try await run([.expecting([passing], topic: "a"), .expecting([passing], topic: "b")], filter: Glob("b/*"))
        #expect(!text.contains("a  "))
        #expect(text.hasSuffix("\n1 passed, 0 failed, 1 skipped\n"))
    }

    @Test func showsARequirementALineAndWhatItDemandsWhereItFails() {
        let text = TextReport(ConformanceReport.sample()).text
        #expect(text.contains("\n  OWN-5  passed            640 judgements of 20 proofs\n"))
        #expect(text.contains("\n  HLD-5  not offered       The manifest does not claim to read pages.\n"))
        #expect(text.contains("\n  HLD-4  failed\n"))
        #expect(text.contains("\nFAILED requirements/evm/HLD-4\n  demand    \(RequirementID.lookAlikes.demand)\n"))
    }

    @Test func beginsWithWhatWasTried() {
        let lines = TextReport(ConformanceReport.sample()).text.split(separator: "\n").prefix(3)
        let digest = String(repeating: "ab", count: 32)
        #expect(lines == ["gatehouse 0.1.0, contract 1", "adapter evm 1.0.0", "cases sha256 \(digest)"])
    }
}
