import AdapterSet
import ChainKit
import Foundation
import Synchronization
import Testing

@testable import ChainConformance

@Suite struct FuzzerTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("conformance/vectors").path

    @Test func everyParserComesBackFromSpoiltInputs() async throws {
        let outcomes = await Fuzzer(AdapterSet.vectorOps, seed: 20_261_121, rounds: 2).run(try VectorFile.load([Self.folder]))
        #expect(outcomes.count >= 25)
        for outcome in outcomes { #expect(outcome.hung.isEmpty, "\(outcome.op)") }
    }

    private func file(_ inputs: String) throws -> VectorFile {
        let text = """
            {"topic": "t", "format_version": 1, "cases": [{"name": "n", "op": "o", "inputs": \(inputs), "expected": {"verdict": "accept"}}]}
            """
        return try VectorFile(parsing: Array(text.utf8), path: "t.json")
    }

    private func inputs(seed: UInt64) async throws -> [JSONValue] {
        let seen = Mutex<[JSONValue]>([])
        let op = VectorOp("o") { inputs in
            seen.withLock { $0.append(inputs) }
            return .accept()
        }
        let file = try file(#"{"a": "some text", "b": ["0x0011223344556677"], "c": {"d": 5}}"#)
        _ = await Fuzzer([op], seed: seed, rounds: 40).run([file])
        return seen.withLock { $0 }
    }

    @Test func givesTheSameInputsForTheSameSeed() async throws {
        let first = try await inputs(seed: 7)
        #expect(first == (try await inputs(seed: 7)))
        #expect(first != (try await inputs(seed: 8)))
        #expect(Set(first).count > 20)
    }

    @Test func tellsWhichInputHasNoAnswer() async throws {
        let op = VectorOp("o") { _ in
            var forever = AsyncStream<Void> { _ in }.makeAsyncIterator()
            await forever.next()
            return .accept()
        }
        let outcomes = await Fuzzer([op], seed: 1, rounds: 2).run([try file(#"{"a": "text"}"#)], limit: .milliseconds(1))
        #expect(outcomes.map(\.hung.count) == [2])
    }
}
