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

    @Test func answersWaitUntilTheOtherSideHasReadTheOnesBefore() async throws {
        let peer = Peer.plain(lineBytes: 1000, servedAtOnce: 64) { _, _ throws(RPCFailure) in
            .string(String(repeating: "x", count: 900))
        }
        for id in 0..<64 { peer.receive(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": "a"]) }
        var answered: Set<JSONValue> = []
        for await line in peer.outgoing {
            let answer = try JSONValue(parsing: line)
            #expect(answer["result"]?.text?.utf8.count == 900)
            answered.insert(answer["id"] ?? .null)
            peer.wrote(line.count)
            if answered.count == 64 { break }
        }
        #expect(peer.ending.kept == nil)
        #expect(!peer.owesAnswer)
    }

    @Test func anAnswerThatIsThereIsNotOwedThoughItWaitsToBeRead() async throws {
        let gate = Promise<Void>()
        let asked = Promise<Void>()
        let peer = Peer.plain(lineBytes: 1000) { call, _ throws(RPCFailure) in
            if call.method == "slow" {
                asked.keep(())
                _ = await gate.value()
            }
            return .string(String(repeating: "x", count: 900))
        }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "slow"])
        _ = await asked.value()
        #expect(peer.owesAnswer)
        for id in 2...3 { peer.receive(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": "quick"]) }
        _ = await peer.nextLine()
        _ = await peer.nextLine()
        gate.keep(())
        while peer.owesAnswer { await Task.yield() }
        peer.receive(["jsonrpc": "2.0", "method": "$/cancel", "params": ["id": 1]])
        peer.wrote(2000)
        peer.receive(["jsonrpc": "2.0", "id": 4, "method": "quick"])
        #expect(await peer.nextLine()?["id"] == 4)
    }

    @Test(arguments: [nil, 300]) func aResultThatTheOtherSideDoesNotGetIsUndone(_ size: Int?) async throws {
        let started = Promise<Void>()
        let gate = Promise<Void>()
        let undone = Promise<String>()
        let peer = Peer(
            limits: PeerLimits(lineBytes: 300, servedAtOnce: 4),
            undo: { call, result in undone.keep("\(call.method) \(result["ask"] ?? 0)") }
        ) { _, _ throws(RPCFailure) in
            started.keep(())
            // In a task of its own, which is not cancelled with the request.
            _ = await Task { await gate.value() }.value
            return ["ask": 7, "text": .string(String(repeating: "x", count: size ?? 0))]
        }
        peer.receive(["jsonrpc": "2.0", "id": 1, "method": "open"])
        _ = await started.value()
        if size == nil { peer.receive(["jsonrpc": "2.0", "method": "$/cancel", "params": ["id": 1]]) }
        gate.keep(())
        #expect(await undone.value() == "open integer(7)")
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
