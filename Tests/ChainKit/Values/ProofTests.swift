import ChainKit
import Testing

struct ProofTests {
    private let proof = Proof(["text": "hello", "nothing": nil, "number": 1, "empty": ""])

    @Test func givesTextThatIsThere() throws {
        #expect(try proof.requireText("text") == "hello")
        #expect(try proof.requireText("empty") == "")
        #expect(try proof.findText("text") == "hello")
    }

    @Test(arguments: ["nothing", "absent"]) func tellsAbsentFromWrong(name: String) throws {
        #expect(try proof.findText(name) == nil)
        let error = #expect(throws: ChainError.self) { try proof.requireText(name) }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == "/\(name)")
    }

    @Test func refusesOtherTypesAndLongText() {
        #expect(throws: ChainError.self) { try proof.findText("number") }
        #expect(throws: ChainError.self) { try proof.requireText("text", limit: 4) }
        #expect(throws: Never.self) { try proof.requireText("text", limit: 5) }
    }

    @Test(arguments: [.null, [], "text", 1] as [JSONValue]) func readsNothingOutOfWhatIsNoObject(fields: JSONValue) {
        #expect(throws: ChainError.self) { try Proof(fields).requireText("text") }
    }
}
