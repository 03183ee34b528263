import AdapterProtocol
import ChainKit

extension AdapterService {
    func receive(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let receiver = try made.adapter.interactions else { return nil }
        guard let body = StandardBase64.decode(try reader.text("body")) else { throw reader.wrong("must be base 64", at: "body") }
        let headers = try reader.object("headers").value.members?.compactMapValues(\.text) ?? [:]
        switch try await receiver.receive(headers: headers, body: body, now: reader.time("now")) {
        case .refused: return WireInteraction.refused.wire
        case .answer(let answer): return WireInteraction.answer(answer).wire
        case .codeRequest(let request):
            return WireInteraction.codeRequest(
                id: request.id, rememberUntil: request.rememberUntil, account: request.account, campaign: request.campaign,
                token: codes.add(request)
            ).wire
        }
    }

    func botKey(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let receiver = try made.adapter.interactions else { return nil }
        return ["matches": .bool(try await receiver.isBotKey(try reader.text("key")))]
    }

    func reply(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        guard let request = codes.take(try reader.text("token")) else {
            throw ChainError(.upstreamUnavailable, "The request for a code is no longer remembered.")
        }
        return ["reply": try await request.reply(try reader.text("text"))]
    }
}
