import AdapterProtocol
import ChainKit
import Testing

struct PeerServingTests {
    @Test func oneRequestTooManyGetsAnError() async throws {
        let gate = Promise<Void>()
        let peer = Peer.plain(servedAtOnce: 1) { _, _ throws(RPCFailure) in
            _ = await gate.value()
            return "done"
        }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "a"])
        peer.receive(["jsonrpc": "2.0", "id": 2, "method": "b"])
        let refused = await peer.nextLine()
        #expect(refused?["id"] == 2)
        #expect(refused?["error"]?["data"]?["code"] == "upstream_unavailable")
        gate.keep(())
        #expect(await peer.nextLine() == ["jsonrpc": "2.0", "id": 1, "result": "done"])
    }

    @Test func aCancelledRequestIsCancelledAndNotAnswered() async throws {
        let started = Promise<Void>()
        let cancelled = Promise<Void>()
        let peer = Peer.plain { call, _ throws(RPCFailure) in
            guard call.method == "slow" else { return "quick" }
            started.keep(())
            if await Promise<Void>().value() == nil { cancelled.keep(()) }
            return "slow"
        }
        peer.receive(["jsonrpc": "2.0", "id": "x", "method": "slow"])
        _ = await started.value()
        peer.receive(["jsonrpc": "2.0", "method": "$/cancel", "params": ["id": "x"]])
        _ = await cancelled.value()
        peer.receive(["jsonrpc": "2.0", "id": "y", "method": "quick"])
        #expect(await peer.nextLine()?["id"] == "y")
    }

    @Test func anAnswerPastTheSizeOfALineBecomesAnError() async throws {
        let peer = Peer.plain(lineBytes: 300) { _, _ throws(RPCFailure) in .string(String(repeating: "x", count: 300)) }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "a"])
        #expect(await peer.nextLine()?["error"]?["data"]?["code"] == "upstream_too_large")
    }

    @Test func theEndWaitsForTheLastAnswerWhenAskedTo() async throws {
        let peer = Peer.plain { _, peer throws(RPCFailure) in
            peer.endWhenAnswered()
            return "bye"
        }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "shutdown"])
        #expect(await peer.nextLine()?["result"] == "bye")
        #expect(await peer.ending.value() == .closed)
    }
}
