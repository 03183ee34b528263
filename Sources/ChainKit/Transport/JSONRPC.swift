/// One JSON-RPC 2.0 request, before it has an id.
public struct RPCCall: Sendable, Hashable {
    public var method: String
    public var params: JSONValue

    public init(_ method: String, _ params: JSONValue = []) {
        self.method = method
        self.params = params
    }
}

/// The `error` member of a JSON-RPC 2.0 response (§5.1): the node understood and refused.
public struct RPCFailure: Error, Sendable, Hashable {
    public var code: Int64
    public var message: String
    public var data: JSONValue?

    public init(code: Int64, message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }
}

/// What a node said to one call.
public typealias RPCAnswer = Result<JSONValue, RPCFailure>

/// JSON-RPC 2.0 over HTTP: the bytes of a request and what the bytes of a response mean.
///
/// The ids of a request count up from its first one. A caller that reuses connections gives each request ids of its own,
/// so that an answer which comes late, or twice, fits no other question.
public enum JSONRPC {
    public static func encode(_ call: RPCCall, id: Int64 = 1) -> [UInt8] { request(call, id: id).jsonBytes }

    public static func encode(_ calls: [RPCCall], firstID: Int64 = 1) -> [UInt8] {
        JSONValue.array(calls.enumerated().map { request($1, id: firstID + Int64($0)) }).jsonBytes
    }

    private static func request(_ call: RPCCall, id: Int64) -> JSONValue {
        ["jsonrpc": "2.0", "id": .integer(id), "method": .string(call.method), "params": call.params]
    }

    /// Reads the response to a single call.
    /// - Throws: `upstream_invalid` when it is not JSON-RPC or answers another id.
    public static func decodeAnswer(_ body: [UInt8], id asked: Int64 = 1) throws(ChainError) -> RPCAnswer {
        let (id, answer) = try decode(JSONValue(parsing: body))
        guard id == asked else { throw invalid("the answer carries another call's id") }
        return answer
    }

    /// Reads the response to a batch of `count` calls; servers may answer in any order.
    /// - Throws: `upstream_invalid` when it is not a batch response that answers each call exactly once.
    public static func decodeAnswers(
        _ body: [UInt8], count: Int, firstID: Int64 = 1
    ) throws(ChainError) -> [RPCAnswer] {
        let value = try JSONValue(parsing: body)
        guard let elements = value.elements else { throw invalid("a batch was answered with \(value.kind)") }
        var answers = [RPCAnswer?](repeating: nil, count: count)
        for element in elements {
            let (id, answer) = try decode(element)
            guard id >= firstID, id - firstID < count, answers[Int(id - firstID)] == nil else {
                throw invalid("an answer carries an id that was not asked, or one twice")
            }
            answers[Int(id - firstID)] = answer
        }
        let complete = answers.compactMap { $0 }
        guard complete.count == count else { throw invalid("\(count - complete.count) of \(count) calls were not answered") }
        return complete
    }

    private static func decode(_ value: JSONValue) throws(ChainError) -> (id: Int64, answer: RPCAnswer) {
        guard case .object(let members) = value, members["jsonrpc"] == "2.0" else {
            throw invalid("the body is not a JSON-RPC 2.0 response")
        }
        guard let id = members["id"]?.whole else { throw invalid("the answer carries no id") }
        if let error = members["error"], !error.isNull {
            guard let code = error["code"]?.whole else { throw invalid("the error has no code") }
            return (id, .failure(RPCFailure(code: code, message: error["message"]?.text ?? "", data: error["data"])))
        }
        guard let result = members["result"] else { throw invalid("the answer has neither result nor error") }
        return (id, .success(result))
    }

    private static func invalid(_ detail: String) -> ChainError {
        ChainError(.upstreamInvalid, "The provider did not answer as JSON-RPC 2.0 asks: \(detail).")
    }
}
