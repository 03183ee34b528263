import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct HTTPProviderTests {
    @Test func answersSingleCallsAndBatchesInOrder() async throws {
        let script: [ScriptedUpstream.Entry] = [
            .rpc("eth_chainId", result: "0x138de"), .rpc("echo", result: ["{{params.0}}", "n={{params.1.a}}"]),
        ]
        try await Stage.with(script) { stage in
            let provider = try stage.provider()
            #expect(try await provider.call(chainCall) == .success("0x138de"))
            let calls = (0..<20).map { RPCCall("echo", [.integer($0), ["a": .integer(-$0)]]) }
            let answers = try await provider.batch(calls)
            #expect(answers == (0..<20).map { .success([.integer($0), .string("n=\(-$0)")]) })
            #expect(stage.node.requestCount == 2)
            #expect(try await provider.batch([]) == [])
            #expect(stage.node.requestCount == 2)
        }
    }

    @Test func sendsItsHeadersAsJSON() async throws {
        try await Stage.with([.rpc("eth_chainId", result: "0x1")]) { stage in
            _ = try await stage.provider(headers: ["authorization": "Bearer k"]).call(chainCall)
            #expect(stage.node.lastHeaders["authorization"] == "Bearer k")
            #expect(stage.node.lastHeaders["content-type"] == "application/json")
        }
    }

    @Test func aNodesRefusalIsAnAnswer() async throws {
        let reverted: JSONValue = ["code": 3, "message": "execution reverted", "data": "0x08c379a0"]
        try await Stage.with([.rpc("eth_call", .init(body: .failure(reverted)))]) { stage async throws in
            let expected = RPCAnswer.failure(RPCFailure(code: 3, message: "execution reverted", data: "0x08c379a0"))
            #expect(try await stage.provider().call(RPCCall("eth_call")) == expected)
            #expect(try await stage.provider().batch([RPCCall("eth_call"), RPCCall("eth_call")]) == [expected, expected])
        }
    }

    @Test func takesAnAnswerOutOfAClientError() async throws {
        let error: JSONValue = ["code": -32602, "message": "bad params"]
        try await Stage.with([.rpc("x", .init(status: 400, body: .failure(error)))]) { stage async throws in
            #expect(try await stage.provider().call(RPCCall("x")) == .failure(RPCFailure(code: -32602, message: "bad params")))
        }
    }

    static let responses: [(ScriptedUpstream.Response, ChainError.Code)] = [
        (.init(status: 429), .upstreamRateLimited),
        (.init(body: .failure(["code": -32005, "message": "limit exceeded"])), .upstreamRateLimited),
        (.init(body: .failure(["code": 429, "message": "slow down"])), .upstreamRateLimited),
        (
            .init(body: .failure(["code": -32005, "message": "Node is behind", "data": ["numSlotsBehind": 9]])),
            .upstreamUnavailable
        ),
        (.init(status: 500), .upstreamUnavailable), (.init(status: 503), .upstreamUnavailable),
        (.init(status: 401), .upstreamUnavailable), (.init(status: 403), .upstreamUnavailable),
        (.init(status: 404), .upstreamUnavailable), (.init(status: 302), .upstreamUnavailable),
        (.init(status: 204), .upstreamUnavailable),
        (.init(body: .raw(Array(#"{"jsonrpc":"2.0","id":1,"resu"#.utf8))), .upstreamInvalid),
        (.init(body: .raw(Array(#"{"jsonrpc":"2.0","id":1}"#.utf8))), .upstreamInvalid),
        (.init(body: .raw(Array("<html>".utf8))), .upstreamInvalid), (.init(body: .raw([])), .upstreamInvalid),
        (
            .init(body: .raw(Array(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":""}}"#.utf8))),
            .upstreamRateLimited
        ),
        (.init(body: .raw(Array(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":""}}"#.utf8))), .upstreamInvalid),
        (.init(body: .json("0x1"), fault: .wrongID), .upstreamInvalid),
        (.init(body: .json("0x1"), fault: .truncate), .upstreamInvalid),
        (.init(body: .json("0x1"), fault: .reset), .upstreamUnavailable),
        (.init(body: .json("0x1"), fault: .hang), .upstreamTimeout),
        (.init(body: .json("0x1"), fault: .oversize(bytes: 100_000)), .upstreamTooLarge),
    ]

    @Test(arguments: responses)
    func namesWhatIsWrong(_ response: ScriptedUpstream.Response, _ expected: ChainError.Code) async throws {
        let adjust = { (settings: inout CurlTransport.Settings) in
            if response.fault == .hang { settings.totalDeadline = .milliseconds(100) }
            settings.responseLimit = 10_000
        }
        try await Stage.with([.rpc(nil, response)], adjust) { stage in
            let provider = try stage.provider()
            #expect(await code { try await provider.call(chainCall) } == expected)
            #expect(await code { try await provider.batch([chainCall, chainCall]) } == expected)
        }
    }

    @Test func saysThatTheCredentialsWereRefused() async throws {
        try await Stage.with([.rpc(nil, .init(status: 401))]) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.provider().call(chainCall) }
            #expect(error?.message.contains("refused the credentials") == true)
        }
    }

    @Test func aBatchWithAnAnswerMissingOrTwiceIsInvalid() async throws {
        let one = #"{"jsonrpc":"2.0","id":1,"result":1}"#
        for body in ["[\(one)]", "[\(one),\(one)]", "[]", one] {
            try await Stage.with([.rpc(nil, .init(body: .raw(Array(body.utf8))))]) { stage in
                #expect(await code { try await stage.provider().batch([chainCall, chainCall]) } == .upstreamInvalid)
            }
        }
    }

    @Test(arguments: [("7", 7.0), ("0", 0), ("Mon, 12 Jan 1970 13:46:45 GMT", 5), ("Mon, 12 Jan 1970 13:46:30 GMT", 0)])
    func readsRetryAfterAsSecondsOrDate(_ header: String, _ seconds: Double) async throws {
        try await Stage.with([.rpc(nil, .init(status: 503, headers: ["Retry-After": header]))]) { stage in
            let provider = try stage.provider(clock: ManualClock().clock)
            let error = await #expect(throws: ChainError.self) { try await provider.call(chainCall) }
            #expect(error?.retryAfterSeconds == seconds)
        }
    }

    @Test(arguments: ["soon", "-1", "", "1.5"])
    func ignoresARetryAfterThatIsNeither(_ header: String) async throws {
        try await Stage.with([.rpc(nil, .init(status: 429, headers: ["Retry-After": header]))]) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.provider().call(chainCall) }
            #expect(error?.retryAfterSeconds == nil)
        }
    }
}
