import AdapterProtocol
import ChainKit

/// A provider that the host asks for this program.
struct RemoteProvider: Provider {
    let host: RemoteHost
    let ask: Int64
    let name: String
    let options: JSONValue

    /// - Parameter described: the provider as the host names it.
    init(_ host: RemoteHost, ask: Int64, _ described: MessageReader) throws(ChainError) {
        self.host = host
        self.ask = ask
        name = try described.text("name")
        options = try described.require("options")
    }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        try WireAnswer.read(
            await host.ask("provider.call", ["ask": .integer(ask), "method": .string(call.method), "params": call.params]))
    }

    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        if calls.isEmpty { return [] }
        let reader = try await host.ask("provider.batch", ["ask": .integer(ask), "calls": .array(calls.map(\.wire))])
        var answers: [RPCAnswer] = []
        for answer in try reader.objects("answers") { answers.append(try WireAnswer.read(answer)) }
        guard answers.count == calls.count else { throw reader.wrong("must have one element a call", at: "answers") }
        return answers
    }

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        try WebAnswer(wire: await host.ask("provider.send", ["ask": .integer(ask), "request": request.wire]))
    }
}
