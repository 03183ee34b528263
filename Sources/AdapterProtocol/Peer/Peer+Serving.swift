import ChainKit
import Synchronization

extension Peer {
    func take(_ message: PeerMessage) {
        switch message {
        case .answer(let id, let answer): take(answer, to: id)
        case .request(let id, let call): serve(call, as: id)
        case .notification(let call):
            // Others may be of a later version of the protocol; JSON-RPC lets a side pass over them.
            if call.method == "$/cancel", let id = call.params["id"] { withdraw(id) }
        }
    }

    private func take(_ answer: RPCAnswer, to id: JSONValue) {
        let name = id.text ?? ""
        let (call, wasGivenUp) = state.withLock { ($0.calls.removeValue(forKey: name), $0.givenUp.remove(name)) }
        if let call {
            call.keep(answer.mapError { .refused($0) })
        } else if !wasGivenUp {
            end(.violated(.answerNotAsked))
        }
    }

    private enum Admission { case admitted, full, twice, over }

    private func serve(_ call: RPCCall, as id: JSONValue) {
        let admission = state.withLock { state -> Admission in
            if state.end != nil { return .over }
            if state.serving[id] != nil { return .twice }
            if state.servingCount >= limits.servedAtOnce { return .full }
            state.servedCount += 1
            state.servingCount += 1
            let ticket = state.servedCount
            // It ends by taking the same lock, so not before it is in the table.
            state.serving[id] = Serving(ticket: ticket, task: Task { await self.answer(call, as: id, ticket) })
            return .admitted
        }
        switch admission {
        case .admitted, .over: break
        case .twice: end(.violated(.requestTwice))
        case .full:
            let error = ChainError(
                .upstreamUnavailable, "More than \(limits.servedAtOnce) requests at a time; wait until one is answered.")
            send(PeerMessage.answer(id: id, .failure(RPCFailure(error))).line)
        }
    }

    private func answer(_ call: RPCCall, as id: JSONValue, _ ticket: UInt64) async {
        let answer: RPCAnswer
        do throws(RPCFailure) { answer = .success(try await server(call, self)) } catch { answer = .failure(error) }
        let isWanted = state.withLock { state in
            guard state.serving[id]?.ticket == ticket else { return false }
            state.serving[id] = nil
            return true
        }
        if isWanted { send(answer, to: id) }
        let isLast = state.withLock { state in
            state.servingCount -= 1
            return state.endsWhenIdle && state.servingCount == 0
        }
        if isLast { end(.closed) }
    }

    private func send(_ answer: RPCAnswer, to id: JSONValue) {
        var line = PeerMessage.answer(id: id, answer).line
        if line.count > limits.lineBytes {
            let error = ChainError(
                .upstreamTooLarge, "The answer is longer than \(limits.lineBytes) bytes (limits.message_bytes).")
            line = PeerMessage.answer(id: id, .failure(RPCFailure(error))).line
        }
        send(line)
    }

    private func withdraw(_ id: JSONValue) {
        state.withLock { $0.serving.removeValue(forKey: id) }?.task.cancel()
    }
}
