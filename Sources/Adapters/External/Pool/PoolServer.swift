import AdapterProtocol
import ChainKit

/// Answers what a program asks back, as messages carry it.
struct PoolServer: Sendable {
    /// Calls that one `provider.batch` may join.
    static let batchLimit = 1000

    let asks: OpenAsks
    /// `nil` before the program has said which chain it serves.
    let pool: PoolBox

    func answer(_ call: RPCCall) async throws(RPCFailure) -> JSONValue {
        let method = call.method
        do throws(ChainError) {
            let reader = try MessageReader(call.params, "the params of \(method.shown(64))")
            switch method {
            case "pool.ask": return try await ask()
            case "pool.settle": return try await settle(reader)
            case "provider.call": return try await self.call(reader)
            case "provider.batch": return try await batch(reader)
            case "provider.send": return try await send(reader)
            default: break
            }
        } catch {
            throw RPCFailure(error)
        }
        throw RPCFailure(code: ErrorCode.unknownMethod, message: "There is no method \"\(method.shown(64))\".")
    }

    /// Takes back the provider that an answer named which the program does not get.
    func undo(_ call: RPCCall, _ result: JSONValue) {
        guard ["pool.ask", "pool.settle"].contains(call.method), result["provider"] != nil else { return }
        if let number = (result["ask"] ?? call.params["ask"])?.whole { asks.withdraw(number) }
    }

    private func ask() async throws(ChainError) -> JSONValue {
        guard let pool = pool.pool else {
            throw ChainError(.upstreamUnavailable, "Providers can be asked once \"initialize\" is answered.")
        }
        let (number, turn) = try await asks.open(pool)
        return ["ask": .integer(number), "provider": turn.provider.described]
    }

    private func settle(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        try reader.allow("ask", "error")
        let error = reader.has("error") ? try ChainError(wire: reader.object("error")).shortened : nil
        guard let next = try await asks.settle(reader.whole("ask"), error) else { return [:] }
        return ["provider": next.provider.described]
    }

    private func call(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        try reader.allow("ask", "method", "params")
        let call = try RPCCall(wire: reader)
        return WireAnswer.write(
            try await asks.turn(reader.whole("ask")).ask { provider throws(ChainError) in try await provider.call(call) })
    }

    private func batch(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        try reader.allow("ask", "calls")
        var calls: [RPCCall] = []
        for call in try reader.objects("calls") {
            try call.allow("method", "params")
            calls.append(try RPCCall(wire: call))
        }
        guard calls.count <= Self.batchLimit else { throw reader.wrong("may have \(Self.batchLimit) calls at most", at: "calls") }
        let asked = calls
        let answers = try await asks.turn(reader.whole("ask")).ask { provider throws(ChainError) in
            try await provider.batch(asked)
        }
        return ["answers": .array(answers.map(WireAnswer.write))]
    }

    private func send(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        try reader.allow("ask", "request")
        let request = try WebRequest(wire: reader.object("request"))
        let turn = try asks.turn(reader.whole("ask"))
        let taken = pool.headers(of: turn.provider.name)
        if let header = request.headers.keys.sorted().first(where: taken.contains) {
            throw ChainError(
                .parametersInvalid,
                "The operator sends the header \(header) to \(turn.provider.name); a program may not replace it, leave it out.",
                pointer: "/request/headers/\(header)")
        }
        return try await turn.ask { provider throws(ChainError) in try await provider.send(request) }.wire
    }
}
