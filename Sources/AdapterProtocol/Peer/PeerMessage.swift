import ChainKit

/// One line of a connection: a JSON-RPC 2.0 request, notification or answer.
enum PeerMessage {
    case request(id: JSONValue, RPCCall)
    case notification(RPCCall)
    case answer(id: JSONValue, RPCAnswer)

    /// - Throws: `upstream_invalid` saying what makes the line no JSON-RPC 2.0.
    init(_ line: [UInt8]) throws(ChainError) {
        let value = try JSONValue(parsing: line, depthLimit: PeerLimits.depth)
        guard let members = value.members else { throw Self.wrong("it is \(value.kind), where an object belongs") }
        guard members["jsonrpc"] == "2.0" else { throw Self.wrong("\"jsonrpc\" must be \"2.0\"") }
        if let method = members["method"] {
            guard let method = method.text else { throw Self.wrong("\"method\" must be a string") }
            let params = members["params"] ?? [:]
            guard params.members != nil else { throw Self.wrong("\"params\" must be an object") }
            guard let id = members["id"] else {
                self = .notification(RPCCall(method, params))
                return
            }
            guard id.text != nil || id.whole != nil else { throw Self.wrong("\"id\" must be a string or a whole number") }
            self = .request(id: id, RPCCall(method, params))
        } else {
            guard let id = members["id"] else { throw Self.wrong("it has neither \"method\" nor \"id\"") }
            self = .answer(id: id, try Self.answer(members))
        }
    }

    private static func answer(_ members: [String: JSONValue]) throws(ChainError) -> RPCAnswer {
        guard let error = members["error"], !error.isNull else {
            guard let result = members["result"] else { throw wrong("an answer has \"result\" or \"error\"") }
            return .success(result)
        }
        guard (members["result"] ?? .null).isNull else {
            throw wrong("an answer has \"result\" or \"error\", not both")
        }
        guard let code = error["code"]?.whole else { throw wrong("\"error\" must have a \"code\", a whole number") }
        return .failure(RPCFailure(code: code, message: error["message"]?.text ?? "", data: error["data"]))
    }

    private static func wrong(_ detail: String) -> ChainError {
        ChainError(.upstreamInvalid, "The line is not JSON-RPC 2.0: \(detail).")
    }

    /// The message as its line, with the break.
    var line: [UInt8] { json.jsonBytes + [UInt8(ascii: "\n")] }

    /// Whether the other side could not read it.
    var isTooDeep: Bool { json.isDeeper(than: PeerLimits.depth) }

    private var json: JSONValue {
        switch self {
        case .request(let id, let call):
            ["jsonrpc": "2.0", "id": id, "method": .string(call.method), "params": call.params]
        case .notification(let call):
            ["jsonrpc": "2.0", "method": .string(call.method), "params": call.params]
        case .answer(let id, .success(let result)):
            ["jsonrpc": "2.0", "id": id, "result": result]
        case .answer(let id, .failure(let failure)):
            ["jsonrpc": "2.0", "id": id, "error": failure.json]
        }
    }
}

extension RPCFailure {
    var json: JSONValue {
        var members: [String: JSONValue] = ["code": .integer(code), "message": .string(message)]
        members["data"] = data
        return .object(members)
    }
}
