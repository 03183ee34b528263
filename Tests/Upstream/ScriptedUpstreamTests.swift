import ChainConformance
import ChainKit
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct ScriptedUpstreamTests {
    private func script(_ text: String) throws -> [ScriptedUpstream.Entry] {
        try ScriptedUpstream.Entry.script(JSONValue(parsing: Array(text.utf8)))
    }

    @Test func readsAScriptAsExchangeFilesHaveIt() throws {
        let entries = try script(
            """
            [{"request": {"method": "POST", "path": "/x", "rpc": "eth_call", "params": [1]}, "response": {"body": 1}, "times": 2},
             {"response": {"fault": "slow:20", "status": 503, "headers": {"retry-after": "1"}}},
             {"response": {"result": null}}, {"response": {"body": {"error": {"code": 3}}}}, {"response": {"error": {"code": 3}}},
             {"response": {"fault": "oversize:99"}}, {"response": {"raw": "<"}}]
            """)
        #expect(
            entries == [
                .init(.init(method: "POST", path: "/x", rpc: "eth_call", params: [1]), .init(body: .json(1)), times: 2),
                .init(.init(), .init(status: 503, headers: ["retry-after": "1"], fault: .slow(milliseconds: 20))),
                .init(.init(), .init(body: .json(.null))), .init(.init(), .init(body: .failure(["code": 3]))),
                .init(.init(), .init(body: .failure(["code": 3]))), .init(.init(), .init(fault: .oversize(bytes: 99))),
                .init(.init(), .init(body: .raw([0x3C]))),
            ])
    }

    @Test func tellsRequestsThatAreNoJSONRPCApartByTheirBodies() async throws {
        let entries = try script(
            """
            [{"request": {"path": "/run", "body": {"method": "a", "stack": [1]}}, "response": {"body": 1}},
             {"request": {"path": "/run"}, "response": {"body": 2}}]
            """)
        try await Stage.with(entries) { stage async throws in
            let provider = try stage.provider()
            for (number, expected) in [(1, 1), (9, 2)] as [(Int64, JSONValue)] {
                let body: JSONValue = ["method": "a", "stack": [.integer(number)]]
                #expect(try await provider.send(WebRequest(.post, "/run", body: .json(body))).requireJSON() == expected)
            }
        }
    }

    @Test(arguments: [
        (#"{}"#, ""), (#"[1]"#, "/0"), (#"[{"response": {}, "tymes": 1}]"#, "/0"), (#"[{"request": {}}]"#, "/0"),
        (#"[{"response": {}, "times": 0}]"#, "/0/times"),
        (#"[{"response": {}}, {"response": {"fault": "melt"}}]"#, "/1/response/fault"),
        (#"[{"response": {"fault": "slow:x"}}]"#, "/0/response/fault"),
        (#"[{"response": {"status": 99}}]"#, "/0/response/status"),
        (#"[{"response": {"body": 1, "raw": ""}}]"#, "/0/response"),
        (#"[{"request": {"rpc": 1}, "response": {}}]"#, "/0/request/rpc"),
        (#"[{"response": {"headers": {"a": 1}}}]"#, "/0/response/headers"),
    ])
    func saysWhatIsWrongWithAScript(_ text: String, _ pointer: String) throws {
        let error = #expect(throws: ChainError.self) { try script(text) }
        #expect(error?.code == .parametersInvalid)
        #expect(error?.pointer == pointer)
    }

    @Test func theFirstEntryThatMatchesAndIsNotUsedUpAnswers() async throws {
        let entries: [ScriptedUpstream.Entry] = [
            .rpc("x", params: [1], result: "one"), .rpc("x", result: "first", times: 1), .rpc("x", result: "later"),
        ]
        try await Stage.with(entries) { stage in
            let provider = try stage.provider()
            let calls = [RPCCall("x", [2]), RPCCall("x", [1]), RPCCall("x", [2]), RPCCall("x", [1])]
            let expected: [RPCAnswer] = [.success("first"), .success("one"), .success("later"), .success("one")]
            #expect(try await provider.batch(calls) == expected)
            stage.node.replace(script: entries)
            for (call, answer) in zip(calls, expected) { #expect(try await provider.call(call) == answer) }
            #expect(stage.node.calls("x") == 8)
            #expect(stage.node.requestCount == 5)
        }
    }

    @Test func remembersWhatNothingMatched() async throws {
        try await Stage.with([.rpc("known", result: 1)]) { stage in
            let answers = try await stage.provider().batch([RPCCall("known"), RPCCall("strange", ["a"])])
            #expect(answers[0] == .success(1))
            #expect(answers[1] == .failure(RPCFailure(code: -32601, message: "The script has no answer for strange.")))
            #expect(try await stage.transport.send(OutgoingRequest(.get, stage.node.url + "/lost?x=1")).status == 404)
            #expect(stage.node.unmatched == ["strange [\"a\"]", "GET /lost?x=1"])
        }
    }

    @Test func fillsInWhatTheRequestHas() async throws {
        let params: JSONValue = [["ownerAddress": "abc", "page": 2], "x"]
        let result: JSONValue = [
            "owner": "{{params.0.ownerAddress}}", "page": "{{params.0.page}}", "text": "<{{params.1}}/{{params.0.page}}>",
            "none": "{{params.7}}",
        ]
        try await Stage.with([.rpc("q", result: result)]) { stage in
            #expect(
                try await stage.provider().call(RPCCall("q", params))
                    == .success(["owner": "abc", "page": 2, "text": "<x/2>", "none": "{{params.7}}"]))
            let named = try await stage.provider().call(RPCCall("q", ["0": ["ownerAddress": "named"]]))
            #expect(try named.get()["owner"] == "named")
        }
    }

    @Test func aFaultWithoutAnAnswerSpoilsTheOneTheRestOfTheScriptGives() async throws {
        let entries: [ScriptedUpstream.Entry] = [
            .rpc(fault: .slow(milliseconds: 1), times: 1), .rpc(fault: .wrongID, times: 1), .rpc("x", result: "good"),
        ]
        try await Stage.with(entries) { stage async throws in
            #expect(try await stage.provider().call(RPCCall("x")) == .success("good"))
            #expect(await code { try await stage.provider().call(RPCCall("x")) } == .upstreamInvalid)
            #expect(try await stage.provider().call(RPCCall("x")) == .success("good"))
        }
    }

    @Test func takesAPortOnlyOnce() throws {
        let first = try ScriptedUpstream(script: [])
        #expect(throws: ChainError.self) { try ScriptedUpstream(script: [], port: first.port) }
    }

    @Test func stoppingFreesThePortAndLetsHeldRequestsGo() async throws {
        let transport = try CurlTransport()
        var port: UInt16 = 0
        do {
            let node = try ScriptedUpstream(script: [.rpc("x", result: 1), .rpc(fault: .hang)])
            port = node.port
            node.start()
            node.hold(rpc: "x")
            let provider = try HTTPProvider(name: "node", url: node.url, transport: transport, retry: .never)
            let tasks = ["x", "y"].map { method in Task { try await provider.call(RPCCall(method)) } }
            await node.received("x")
            await node.received("y")
            node.stop()
            for task in tasks { #expect(await code { try await task.value } == .upstreamUnavailable) }
        }
        let again = try ScriptedUpstream(script: [.rpc("x", result: 2)], port: port)
        again.start()
        let provider = try HTTPProvider(name: "node", url: again.url, transport: transport, retry: .never)
        #expect(try await provider.call(RPCCall("x")) == .success(2))
        await transport.shutdown()
    }
}
