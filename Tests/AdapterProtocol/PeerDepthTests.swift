import AdapterProtocol
import ChainKit
import Testing

/// A message has to be readable by the side that gets it, however deep what it carries nests.
struct PeerDepthTests {
    private static func nested(_ depth: Int) -> JSONValue { (0..<depth).reduce(.null) { value, _ in .array([value]) } }

    @Test func whatIsADocumentElsewhereFitsIntoAMessage() async throws {
        let document = try JSONValue(parsing: Self.nested(JSONValue.depthLimit).jsonBytes)
        let first = Peer.plain()
        let second = Peer.plain { call, _ throws(RPCFailure) in ["answers": [["error": ["data": call.params["proof"] ?? .null]]]]
        }
        try await linked(first, second) {
            let answer = try await first.call("say", ["proof": document], within: .seconds(60))
            #expect(answer["answers"]?[0]?["error"]?["data"] == document)
        }
    }

    @Test func aCallThatNestsDeeperThanAMessageIsNotSent() async throws {
        let first = Peer.plain()
        let second = Peer.plain { _, _ throws(RPCFailure) in "here" }
        try await linked(first, second) {
            await #expect(throws: CallFailure.tooDeep) {
                try await first.call("deep", ["proof": Self.nested(PeerLimits.depth - 1)], within: .seconds(60))
            }
            let answer = try await first.call("deep", ["proof": Self.nested(PeerLimits.depth - 2)], within: .seconds(60))
            #expect(answer == "here")
        }
    }

    @Test func anAnswerThatNestsDeeperThanAMessageBecomesAnError() async throws {
        let first = Peer.plain()
        let second = Peer.plain { _, _ throws(RPCFailure) in Self.nested(PeerLimits.depth) }
        try await linked(first, second) {
            let failure = await #expect(throws: CallFailure.self) { try await first.call("deep", within: .seconds(60)) }
            guard case .refused(let refusal)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            let error = try refusal.chainError()
            #expect(error?.code == .upstreamTooLarge)
            #expect(first.ending.kept == nil)
        }
    }

    @Test func aLineThatNestsDeeperThanAMessageEndsTheConnection() {
        for (depth, stands) in [(PeerLimits.depth - 1, true), (PeerLimits.depth, false)] {
            let peer = Peer.plain()
            let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(
                peer.receive(Array("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":{},\"x\":\(brackets)}\n".utf8)) == stands)
        }
    }
}
