import AdapterProtocol
import ChainKit
import Testing

struct PeerViolationTests {
    @Test(arguments: [
        "not json", "", "[]", "7", "null", "{}", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{\"code\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"no\"}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}", "\u{0}", String(repeating: "[", count: 5000),
    ])
    func aLineThatIsNoMessageEndsTheConnection(_ line: String) {
        let peer = Peer.plain()
        #expect(!peer.receive(Array(line.utf8) + [0x0a]))
        guard case .violated(.malformed)? = peer.ending.kept else {
            Issue.record("\(String(describing: peer.ending.kept))")
            return
        }
    }

    @Test(arguments: ["1-x", "", "7"])
    func anAnswerNobodyAskedForEndsTheConnection(_ id: String) {
        let peer = Peer.plain()
        peer.receive(["jsonrpc": "2.0", "id": .string(id), "result": 1])
        #expect(peer.ending.kept == .violated(.answerNotAsked))
    }

    @Test func aSecondAnswerEndsTheConnection() async throws {
        let peer = Peer.plain()
        async let answer = peer.call("ask", within: .seconds(600))
        let id = try #require(await peer.nextLine()?["id"])
        peer.receive(["jsonrpc": "2.0", "id": id, "result": 1])
        #expect(try await answer == 1)
        peer.receive(["jsonrpc": "2.0", "id": id, "result": 2])
        #expect(peer.ending.kept == .violated(.answerNotAsked))
    }

    @Test func theIdOfAnOpenRequestCannotBeUsedAgain() {
        let peer = Peer.plain { _, _ throws(RPCFailure) in
            _ = await Promise<Void>().value()
            return 1
        }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "a"])
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "a"])
        #expect(peer.ending.kept == .violated(.requestTwice))
    }

    @Test func aLineWithoutAnEndIsNotGatheredForever() {
        let peer = Peer.plain(lineBytes: 1000)
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 400)
        #expect(peer.receive(bytes))
        #expect(peer.receive(bytes))
        #expect(!peer.receive(bytes))
        #expect(peer.ending.kept == .violated(.lineTooLong(limit: 1000)))
    }

    @Test func whoAsksAndDoesNotReadIsCutOff() async {
        let peer = Peer.plain(lineBytes: 1000) { _, _ throws(RPCFailure) in .string(String(repeating: "x", count: 900)) }
        for id in 0..<30 { peer.receive(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": "a"]) }
        #expect(await peer.ending.value() == .violated(.unread(limit: 4000)))
    }

    @Test func unknownNotificationsArePassedOver() {
        let peer = Peer.plain()
        #expect(peer.receive(["jsonrpc": "2.0", "method": "$/progress", "params": [:]]))
    }

    @Test func linesMayComeInPiecesOrTogether() async {
        let peer = Peer.plain { call, _ throws(RPCFailure) in .string(call.method) }
        let line = Array(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"é\"}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"b\"}\r\n".utf8)
        for byte in line { peer.receive([byte]) }
        let answers = [await peer.nextLine()?["result"], await peer.nextLine()?["result"]]
        #expect(Set(answers.compactMap { $0?.text }) == ["é", "b"])
    }
}
