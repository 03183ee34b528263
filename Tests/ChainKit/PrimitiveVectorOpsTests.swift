import ChainKit
import Testing

struct PrimitiveVectorOpsTests {
    private func run(_ op: String, _ inputs: JSONValue) async throws -> VectorAnswer {
        try await #require(PrimitiveVectorOps.all.first { $0.name == op }).run(inputs)
    }

    @Test func answersWithTheCodeThatServes() async throws {
        #expect(try await run("base58.decode", ["text": "2g"]) == .accept(["bytes": "61"]))
        #expect(try await run("base58.decode", ["text": "0"]) == .reject())
        #expect(try await run("base58.encode", ["bytes": "0x61"]) == .accept(["text": "2g"]))
        #expect(try await run("caip2.parse", ["text": "eip155:1"]) == .accept(["namespace": "eip155", "reference": "1"]))
    }

    @Test func tellsARefusalFromACaseThatDoesNotFit() async {
        let refusal = await #expect(throws: ChainError.self) { try await run("caip2.parse", ["text": "eip155"]) }
        #expect(refusal?.code.blame == .caller)
        let misfit = await #expect(throws: ChainError.self) { try await run("base58.encode", ["bytes": "zz"]) }
        #expect(misfit?.code.blame == .us)
    }
}
