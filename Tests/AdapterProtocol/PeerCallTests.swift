import AdapterProtocol
import ChainKit
import Testing

struct PeerCallTests {
    private let echo: Peer.Server = { call, _ throws(RPCFailure) in ["method": .string(call.method), "params": call.params] }

    @Test func answersReachTheirQuestionsWhateverTheOrder() async throws {
        let first = Peer.plain()
        let second = Peer.plain(servedAtOnce: 100, server: echo)
        try await linked(first, second) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let answer = try await first.call("say", ["number": .integer(Int64(number))], within: .seconds(60))
                        #expect(answer["params"]?["number"] == .integer(Int64(number)))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func theOtherSideMayAskBackWhileItAnswers() async throws {
        let first = Peer.plain { call, _ throws(RPCFailure) in .string("back to \(call.method)") }
        let second = Peer.plain { call, peer throws(RPCFailure) in
            do throws(CallFailure) { return try await peer.call("inner", within: .seconds(60)) } catch {
                throw RPCFailure(code: 1, message: "\(error)")
            }
        }
        try await linked(first, second) {
            let answer = try await first.call("outer", within: .seconds(60))
            #expect(answer == "back to inner")
        }
    }

    @Test func anErrorComesWithItsCodeAndData() async throws {
        let second = Peer.plain { _, _ throws(RPCFailure) in
            throw RPCFailure(ChainError(.assetInvalid, "No.", pointer: "/collection", retryAfterSeconds: 2))
        }
        let first = Peer.plain()
        try await linked(first, second) {
            let failure = await #expect(throws: CallFailure.self) { try await first.call("asset.parse", within: .seconds(60)) }
            guard case .refused(let refusal)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(refusal.code == -32_000)
            let read = try refusal.chainError()
            #expect(read == ChainError(.assetInvalid, "No.", pointer: "/collection", retryAfterSeconds: 2))
        }
    }

    @Test func aLateCallIsTakenBackAndItsAnswerPutUpWith() async throws {
        let time = ManualClock()
        let peer = Peer.plain(clock: time.clock)
        async let outcome = { await #expect(throws: CallFailure.late) { try await peer.call("slow", within: .seconds(10)) } }()
        let id = try #require(await peer.nextLine()?["id"])
        await time.sleeping(1)
        time.advance(by: .seconds(10))
        _ = await outcome
        #expect(await peer.nextLine() == ["jsonrpc": "2.0", "method": "$/cancel", "params": ["id": id]])
        #expect(peer.receive(["jsonrpc": "2.0", "id": id, "result": 1]))
        // Only once: a second answer is one too many.
        #expect(!peer.receive(["jsonrpc": "2.0", "id": id, "result": 1]))
        #expect(peer.ending.kept == .violated(.answerNotAsked))
    }

    @Test func whoGaveACallUpIsToldOfTheResultThatComesNevertheless() async throws {
        let peer = Peer.plain()
        let unwanted = Promise<JSONValue>()
        let task = Task { try? await peer.call("slow", within: .seconds(600)) { unwanted.keep($0) } }
        let id = try #require(await peer.nextLine()?["id"])
        task.cancel()
        #expect(await task.value == nil)
        peer.receive(["jsonrpc": "2.0", "id": id, "result": 5])
        #expect(await unwanted.value() == 5)
    }

    @Test func aCancelledTaskTakesItsCallBack() async throws {
        let peer = Peer.plain()
        let task = Task { await #expect(throws: CallFailure.withdrawn) { try await peer.call("slow", within: .seconds(600)) } }
        let id = await peer.nextLine()?["id"]
        task.cancel()
        _ = await task.value
        #expect(await peer.nextLine()?["params"]?["id"] == id)
    }

    @Test func theEndFailsEveryCall() async throws {
        let peer = Peer.plain()
        async let outcome = {
            await #expect(throws: CallFailure.ended(.closed)) { try await peer.call("slow", within: .seconds(600)) }
        }()
        _ = await peer.nextLine()
        peer.end(.closed)
        _ = await outcome
        await #expect(throws: CallFailure.ended(.closed)) { try await peer.call("late", within: .seconds(600)) }
    }

    @Test func aCallPastTheSizeOfALineIsNotSent() async throws {
        let peer = Peer.plain(lineBytes: 100)
        await #expect(throws: CallFailure.tooLarge) {
            try await peer.call("big", ["text": .string(String(repeating: "x", count: 100))], within: .seconds(60))
        }
    }

    @Test func idsCannotBeGuessedFromEachOther() async throws {
        let peer = Peer.plain()
        let tasks = (0..<2).map { _ in Task { try? await peer.call("ask", within: .seconds(600)) } }
        let first = await peer.nextLine()?["id"]?.text?.split(separator: "-").last
        let second = await peer.nextLine()?["id"]?.text?.split(separator: "-").last
        #expect(first != second)
        for task in tasks { task.cancel() }
    }
}
