import ChainKit
import Testing

struct JSONRPCTests {
    @Test func numbersCallsFromOne() {
        #expect(
            JSONRPC.encode(RPCCall("eth_chainId")) == Array(#"{"id":1,"jsonrpc":"2.0","method":"eth_chainId","params":[]}"#.utf8))
        #expect(
            JSONRPC.encode([RPCCall("a"), RPCCall("b", ["x": 1])])
                == Array(
                    #"[{"id":1,"jsonrpc":"2.0","method":"a","params":[]},{"id":2,"jsonrpc":"2.0","method":"b","params":{"x":1}}]"#
                        .utf8))
    }

    @Test func readsAResultEvenWhenItIsNull() throws {
        #expect(try JSONRPC.decodeAnswer(Array(#"{"jsonrpc":"2.0","id":1,"result":"0x1"}"#.utf8)) == .success("0x1"))
        #expect(try JSONRPC.decodeAnswer(Array(#"{"jsonrpc":"2.0","id":1,"result":null,"error":null}"#.utf8)) == .success(nil))
    }

    @Test func readsARefusalWithItsData() throws {
        let body = #"{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}}"#
        #expect(
            try JSONRPC.decodeAnswer(Array(body.utf8))
                == .failure(RPCFailure(code: 3, message: "execution reverted", data: "0x08c379a0")))
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"id":1,"result":1}"#, #"{"jsonrpc":"1.0","id":1,"result":1}"#,
        #"{"jsonrpc":"2.0","result":1}"#,
        #"{"jsonrpc":"2.0","id":null,"result":1}"#, #"{"jsonrpc":"2.0","id":"1","result":1}"#,
        #"{"jsonrpc":"2.0","id":2,"result":1}"#, #"{"jsonrpc":"2.0","id":true,"result":1}"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":1,"error":"down"}"#, #"{"jsonrpc":"2.0","id":1,"error":{"message":"down"}}"#,
        #"[{"jsonrpc":"2.0","id":1,"result":1}]"#, #"{"jsonrpc":"2.0","id":1,"result":1"#, "<html>",
    ])
    func refusesWhatIsNoAnswerToTheCall(body: String) {
        let error = #expect(throws: ChainError.self) { try JSONRPC.decodeAnswer(Array(body.utf8)) }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test func putsABatchBackInOrder() throws {
        let body = #"[{"jsonrpc":"2.0","id":2,"error":{"code":-1,"message":"no"}},{"jsonrpc":"2.0","id":1,"result":"a"}]"#
        #expect(
            try JSONRPC.decodeAnswers(Array(body.utf8), count: 2) == [
                .success("a"), .failure(RPCFailure(code: -1, message: "no")),
            ])
    }

    @Test(arguments: [
        #"[{"jsonrpc":"2.0","id":1,"result":1}]"#,
        #"[{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":1,"result":1}]"#,
        #"[{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":3,"result":1}]"#,
        #"[{"jsonrpc":"2.0","id":0,"result":1},{"jsonrpc":"2.0","id":2,"result":1}]"#,
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}}"#, "[]",
    ])
    func refusesABatchThatDoesNotAnswerEachCallOnce(body: String) {
        let error = #expect(throws: ChainError.self) { try JSONRPC.decodeAnswers(Array(body.utf8), count: 2) }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test func readsAnEmptyBatch() throws {
        #expect(try JSONRPC.decodeAnswers(Array("[]".utf8), count: 0).isEmpty)
        #expect(throws: ChainError.self) {
            try JSONRPC.decodeAnswers(Array(#"[{"jsonrpc":"2.0","id":1,"result":1}]"#.utf8), count: 0)
        }
    }
}
