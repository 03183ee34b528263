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
        let (call, givenUp) = state.withLock { ($0.calls.removeValue(forKey: name), $0.givenUp.remove(name)) }
        guard let unwanted = call?.unwanted ?? givenUp else { return end(.violated(.answerNotAsked)) }
        if let call, call.answer.keep(answer.mapError { .refused($0) }) { return }
        if case .success(let result) = answer { unwanted(result) }
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
        let (line, isWhole) = line(of: answer, to: id)
        let isSent = await deliver(line, to: id, ticket)
        if !isSent || !isWhole, case .success(let result) = answer { undo(call, result) }
        let isLast = state.withLock { state in
            state.servingCount -= 1
            return state.endsWhenIdle && state.servingCount == 0
        }
        if isLast { end(.closed) }
    }

    /// The line of an answer, or, where it fits into no message, of an error.
    private func line(of answer: RPCAnswer, to id: JSONValue) -> (line: [UInt8], isWhole: Bool) {
        let message = PeerMessage.answer(id: id, answer)
        var excess = "nests deeper than \(PeerLimits.depth)"
        if !message.isTooDeep {
            let line = message.line
            if line.count <= limits.lineBytes { return (line, true) }
            excess = "is longer than \(limits.lineBytes) bytes (limits.message_bytes)"
        }
        let error = ChainError(.upstreamTooLarge, "The answer \(excess).")
        return (PeerMessage.answer(id: id, .failure(RPCFailure(error))).line, false)
    }

    private enum Delivery {
        case sent, unwanted
        case full(until: Promise<Void>)
    }

    /// Sends an answer as soon as the other side has read enough of what was sent before.
    /// - Returns: whether it was sent; not, when nobody wants it any more.
    private func deliver(_ line: [UInt8], to id: JSONValue, _ ticket: UInt64) async -> Bool {
        while true {
            let delivery = state.withLock { state -> Delivery in
                guard state.serving[id]?.ticket == ticket else { return .unwanted }
                guard state.unreadBytes == 0 || state.unreadBytes + line.count <= limits.unreadAnswerBytes else {
                    state.serving[id]?.isAnswered = true
                    let progress = state.progress ?? Promise()
                    state.progress = progress
                    return .full(until: progress)
                }
                state.serving[id] = nil
                state.unreadBytes += line.count
                return .sent
            }
            switch delivery {
            case .unwanted: return false
            case .full(let progress): if await progress.value() == nil { return false }
            case .sent:
                sink.yield(line)
                return true
            }
        }
    }

    private func withdraw(_ id: JSONValue) {
        state.withLock { $0.serving.removeValue(forKey: id) }?.task.cancel()
    }
}
