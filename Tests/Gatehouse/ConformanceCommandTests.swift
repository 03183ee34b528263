import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct ConformanceCommandTests {
        private static let vectors = GatehouseProcess.package.appendingPathComponent("conformance/vectors").path

        @Test func theShippedVectorsPass() async throws {
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", Self.vectors, "--filter", "base58/*")
            #expect(result.ending == .exit(0))
            #expect(result.output.last?.wholeMatch(of: /[1-9]\d* passed, 0 failed, \d+ skipped/) != nil)
        }

        @Test func aVectorThatFailsIsShownAndCounted() async throws {
            let fixture = try ServerFixture()
            try fixture.write(
                "vectors/wrong.json",
                """
                {"topic": "wrong", "format_version": 1, "notes": "", "cases": [
                  {"name": "right", "op": "base58.decode", "inputs": {"text": "2g"}, "expected": {"verdict": "accept", "bytes": "61"}},
                  {"name": "spoilt", "op": "base58.decode", "inputs": {"text": "2g"}, "expected": {"verdict": "accept", "bytes": "62"}}
                ]}
                """)
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", "\(fixture.folder)/vectors")
            #expect(result.ending == .exit(1))
            #expect(result.output.contains { $0.contains("spoilt") })
            #expect(result.output.last?.hasPrefix("1 passed, 1 failed") == true)
        }

        @Test(arguments: ["/nonexistent", "empty", "nonsense.json", "topicless.json"])
        func aRunThatCannotBeMadeEndsWithTwo(path: String) async throws {
            let fixture = try ServerFixture()
            try FileManager.default.createDirectory(atPath: "\(fixture.folder)/empty", withIntermediateDirectories: true)
            try fixture.write("nonsense.json", "{")
            try fixture.write("topicless.json", #"{"format_version": 1, "cases": []}"#)
            let vectors = path.hasPrefix("/") ? path : "\(fixture.folder)/\(path)"
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", vectors)
            #expect(result.ending == .exit(2))
            #expect(result.errors.contains { $0.contains(vectors) })
        }

        @Test func theOperationsAreListed() async throws {
            let result = try await GatehouseProcess.run("conformance", "list", "--vectors", Self.vectors)
            #expect(result.ending == .exit(0))
            #expect(result.output.contains { $0.hasPrefix("siwe.") })
            #expect(!result.output.contains { $0.contains("nobody offers it") })
        }
    }
}
