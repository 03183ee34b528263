import ChainConformance
import ChainKit
import Foundation
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct CurlTransportTests {
    private func post(_ stage: Stage, _ body: String = "{}") async throws -> OutgoingResponse {
        try await stage.transport.send(OutgoingRequest(.post, stage.node.url + "/rpc?key=secret", body: Array(body.utf8)))
    }

    @Test func handsBackStatusHeadersAndBody() async throws {
        let response = ScriptedUpstream.Response(status: 418, headers: ["X-Kind": "  pot "], body: .raw(Array("short".utf8)))
        try await Stage.with([.rpc(nil, response)]) { stage in
            let answer = try await post(stage)
            #expect(answer.status == 418)
            #expect(answer.headers["x-kind"] == "pot")
            #expect(answer.body == Array("short".utf8))
        }
    }

    @Test func sendsMethodPathHeadersAndBody() async throws {
        let entry = ScriptedUpstream.Entry(.init(method: "GET", path: "/v2/x?a=1"), .init(body: .json("got it")))
        try await Stage.with([entry, .rpc("echo", result: "{{params.0}}")]) { stage in
            let get = OutgoingRequest(.get, stage.node.url + "/v2/x?a=1", headers: ["x-api-key": "k", "x-empty": ""])
            #expect(try await stage.transport.send(get).body == Array("\"got it\"".utf8))
            #expect(stage.node.lastHeaders["x-api-key"] == "k")
            #expect(stage.node.lastHeaders["x-empty"] == "")
            #expect(stage.node.lastHeaders["accept-encoding"] == "gzip")
            #expect(stage.node.lastHeaders["user-agent"] == "gatehouse")
            let text = String(repeating: "é", count: 700_000)
            let echo = try await stage.transport.send(
                OutgoingRequest(.post, stage.node.url, body: JSONRPC.encode(RPCCall("echo", [.string(text)]))))
            #expect(try JSONRPC.decodeAnswer(echo.body) == .success(.string(text)))
        }
    }

    @Test(arguments: [
        (ScriptedUpstream.Fault.hang, ChainError.Code.upstreamTimeout), (.slow(milliseconds: 60_000), .upstreamTimeout),
        (.reset, .upstreamUnavailable), (.truncate, .upstreamInvalid), (.oversize(bytes: 20_000), .upstreamTooLarge),
    ])
    func namesTheFault(_ fault: ScriptedUpstream.Fault, _ expected: ChainError.Code) async throws {
        let adjust = { (settings: inout CurlTransport.Settings) in
            if expected == .upstreamTimeout { settings.totalDeadline = .milliseconds(100) }
            settings.responseLimit = 10_000
        }
        try await Stage.with([.rpc(nil, .init(body: .json("some answer of a few bytes"), fault: fault))], adjust) { stage in
            #expect(await code { try await post(stage) } == expected)
        }
    }

    @Test func refusesAnAnnouncedBodyPastTheLimitAndTakesOneOfExactlyTheLimit() async throws {
        let script = [ScriptedUpstream.Entry.rpc(nil, .init(body: .raw([UInt8](repeating: 0x20, count: 1000))))]
        try await Stage.with(script, { $0.responseLimit = 1000 }) { stage async throws in
            #expect(try await post(stage).body.count == 1000)
        }
        try await Stage.with(script, { $0.responseLimit = 999 }) { stage in
            #expect(await code { try await post(stage) } == .upstreamTooLarge)
        }
    }

    @Test func unpacksGzipAndHoldsTheLimitAgainstWhatComesOut() async throws {
        let packed = "H4sIAAAAAAACA6tWyirOzysqSFayUjLSM1DSUcpMUbIy1FEqSi0uzSkBihYkJmenpijVAgDNdCFOKgAAAA=="
        let bomb =
            "H4sIAAAAAAACA+3BMQEAAADCoCrrn9IaHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwYt8HnKoIYBAA=="
        func script(_ text: String) throws -> [ScriptedUpstream.Entry] {
            let bytes = Array(try #require(Data(base64Encoded: text)))
            return [.rpc(nil, .init(headers: ["content-encoding": "gzip"], body: .raw(bytes)))]
        }
        try await Stage.with(try script(packed)) { stage async throws in
            #expect(try JSONRPC.decodeAnswer(await post(stage).body) == .success("packed"))
        }
        try await Stage.with(try script(bomb), { $0.responseLimit = 50_000 }) { stage in
            #expect(await code { try await post(stage) } == .upstreamTooLarge)
        }
    }

    @Test func keepsConnectionsAndOpensNoMoreThanAllowed() async throws {
        try await Stage.with([.rpc("eth_chainId", result: "0x1")], { $0.connectionsPerHost = 3 }) { stage in
            let provider = try stage.provider()
            for _ in 0..<5 { _ = try await provider.call(chainCall) }
            #expect(stage.node.connectionCount == 1)
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { _ = try await provider.call(chainCall) } }
                try await group.waitForAll()
            }
            #expect(stage.node.connectionCount <= 3)
            #expect(stage.node.calls("eth_chainId") == 55)
        }
    }

    @Test func aRequestThatWaitsForAConnectionEndsAtItsDeadline() async throws {
        let adjust = { (settings: inout CurlTransport.Settings) in
            settings.connectionsPerHost = 1
            settings.totalDeadline = .milliseconds(200)
        }
        try await Stage.with([.rpc(fault: .hang)], adjust) { stage in
            async let first = code { try await post(stage) }
            async let second = code { try await post(stage) }
            #expect(await [first, second] == [.upstreamTimeout, .upstreamTimeout])
        }
    }

    @Test func followsNoRedirect() async throws {
        try await Stage.with([.rpc(nil, .init(body: .json(1)))]) { elsewhere in
            let away = ScriptedUpstream.Response(status: 307, headers: ["location": elsewhere.node.url])
            try await Stage.with([.rpc(nil, away)]) { stage async throws in
                #expect(try await post(stage).status == 307)
                #expect(await code { try await stage.provider().call(chainCall) } == .upstreamUnavailable)
                #expect(elsewhere.node.requestCount == 0)
            }
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://host/x", "gopher://x", "http//x", "", " http://x", "http://x y/", "http://x\r\n",
    ])
    func refusesWhatIsNoWebURL(_ url: String) async throws {
        try await Stage.with([]) { stage in
            #expect(await code { try await stage.transport.send(OutgoingRequest(.get, url)) } == .configurationInvalid)
            #expect(await code { try HTTPProvider(name: "x", url: url, transport: stage.transport) } == .configurationInvalid)
        }
    }

    @Test func refusesAHeaderThatHoldsAnother() async throws {
        try await Stage.with([.rpc(nil, .init(body: .json(1)))]) { stage in
            let request = OutgoingRequest(.get, stage.node.url, headers: ["x-key": "a\r\nx-admin: 1"])
            #expect(await code { try await stage.transport.send(request) } == .configurationInvalid)
            #expect(stage.node.requestCount == 0)
        }
    }

    @Test func aConnectionThatDoesNotComeAboutIsUnavailableNotLate() async throws {
        // Nobody reads what is sent, so the TLS handshake hangs.
        let silent = try ScriptedUpstream(script: [])
        try await Stage.with([], { $0.connectTimeout = .milliseconds(200) }) { stage in
            let url = silent.url.replacing("http:", with: "https:")
            #expect(await code { try await stage.transport.send(OutgoingRequest(.get, url)) } == .upstreamUnavailable)
        }
    }

    @Test func tellsNoSecretOfTheURL() async throws {
        try await Stage.with([.rpc(fault: .reset)]) { stage in
            let url = stage.node.url.replacing("http://", with: "http://user:hunter2@") + "/v1/hunter2?key=hunter2"
            let error = await #expect(throws: ChainError.self) { try await stage.transport.send(OutgoingRequest(.get, url)) }
            let text = String(describing: try #require(error))
            #expect(!text.contains("hunter2") && text.contains(stage.node.url))
        }
    }
}
