import ChainConformance
import ChainKit
import Testing

struct VectorComparisonTests {
    private func status(of answer: VectorAnswer, expecting expected: JSONValue) async throws -> CheckStatus {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in answer }])
        return try #require(try await runner.run([.expecting([expected])]).results.first).status
    }

    @Test(arguments: ["accept", "reject", "unavailable", "pending", "retry", "reauth"])
    func passesOnlyTheVerdictThatIsExpected(expected: String) async throws {
        for verdict in ["accept", "reject", "unavailable", "pending", "retry", "reauth"] {
            let status = try await status(
                of: VectorAnswer(verdict: verdict, fields: [:]), expecting: ["verdict": .string(expected)])
            #expect(status == (verdict == expected ? .passed : .failed))
        }
    }

    @Test(arguments: ["accept", "reject", "pending"]) func passesAnyVerdictWhereTheSourcesDiffer(verdict: String) async throws {
        let answer = VectorAnswer(verdict: verdict, fields: [:])
        #expect(try await status(of: answer, expecting: ["verdict": "either", "bytes": "00"]) == .passed)
    }

    @Test func comparesTheFieldsOfAnOpenCaseThatIsAccepted() async throws {
        let expected: JSONValue = ["verdict": "either", "bytes": "00"]
        #expect(try await status(of: .accept(["bytes": "00"]), expecting: expected) == .passed)
        #expect(try await status(of: .accept(["bytes": "01"]), expecting: expected) == .failed)
        #expect(try await status(of: .reject(["bytes": "01"]), expecting: expected) == .passed)
    }

    @Test(
        arguments: [
            ("0x00ff", "00ff", true), ("00ff", "0x00ff", true), ("0x", "", true), ("0x00ff", "0x00ff", true),
            ("0x00ff", "00fe", false),
            ("0xff", "0xFF", false), ("0xzz", "zz", false), ("é", "e\u{301}", false), ("a", "a ", false), ("", "a", false),
            (1, 1, true), (1, 2, false), (1, "1", false), (true, 1, false), (true, true, true), (nil, false, false),
            (1, nil, false),
            (["a", "b"], ["a", "b"], true), (["a", "b"], ["b", "a"], false), (["a"], ["a", "a"], false), (["0x0a"], ["0a"], true),
            (["x": ["0x0a"]], ["x": ["0a"]], true), (["x": 1], ["x": 1, "y": nil], true), (["x": 1], ["x": 1, "y": 2], false),
            (["x": 1, "y": 2], ["x": 1], false),
        ] as [(JSONValue, JSONValue, Bool)])
    func comparesFieldsByValueWithThePrefixOfHexOptional(got: JSONValue, expected: JSONValue, same: Bool) async throws {
        let status = try await status(of: .accept(["field": got]), expecting: ["verdict": "accept", "field": expected])
        #expect(status == (same ? .passed : .failed))
    }

    @Test(arguments: ["ids", "mints"]) func comparesSetsInAnyOrder(name: String) async throws {
        let expected: JSONValue = ["verdict": "accept", name: ["b", "a", "c"]]
        #expect(try await status(of: .accept([name: ["a", "b", "c"]]), expecting: expected) == .passed)
        #expect(try await status(of: .accept([name: ["a", "b", "b"]]), expecting: expected) == .failed)
    }

    @Test func missesAFieldOnlyWhereTheAnswerMustHaveIt() async throws {
        #expect(try await status(of: .accept(), expecting: ["verdict": "accept", "bytes": "00"]) == .failed)
        #expect(try await status(of: .accept(), expecting: ["verdict": "accept", "bytes": nil]) == .passed)
        #expect(try await status(of: .reject(), expecting: ["verdict": "reject", "member": false]) == .passed)
        #expect(try await status(of: .reject(["member": true]), expecting: ["verdict": "reject", "member": false]) == .failed)
        let retry = VectorAnswer(verdict: "retry", fields: [:])
        #expect(try await status(of: retry, expecting: ["verdict": "retry", "after_s": 65]) == .failed)
    }

    @Test func leavesOutWhatOthersWereObservedToAnswer() async throws {
        let expected: JSONValue = ["verdict": "accept", "observed": ["library": false]]
        #expect(try await status(of: .accept(["observed": "else", "more": 1]), expecting: expected) == .passed)
    }

    @Test(arguments: ["must_not_equal", "not_sha3_256"]) func failsAnAnswerThatIsTheForbiddenOne(rule: String) async throws {
        let expected: JSONValue = ["verdict": "accept", rule: "0xab"]
        #expect(try await status(of: .accept(["address": "0xac"]), expecting: expected) == .passed)
        #expect(try await status(of: .accept(["address": "0xab"]), expecting: expected) == .failed)
        #expect(try await status(of: .accept(["digest": "ab"]), expecting: expected) == .failed)
    }

    @Test func acceptsTheOtherSpellingInPlaceOfText() async throws {
        let expected: JSONValue = ["verdict": "accept", "text": "tvm:-239:0%3Aaf", "alt": "0:af"]
        #expect(try await status(of: .accept(["text": "tvm:-239:0%3Aaf"]), expecting: expected) == .passed)
        #expect(try await status(of: .accept(["text": "0:af"]), expecting: expected) == .passed)
        #expect(try await status(of: .accept(["text": "0:ae"]), expecting: expected) == .failed)
        #expect(try await status(of: .accept(["alt": "0:af"]), expecting: expected) == .failed)
    }
}
