import ChainKit

/// What goes back for one HTTP request, faults included.
struct ScriptedUpstreamReply {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    var faults: [ScriptedUpstream.Fault] = []

    /// The answer to a request that is no JSON-RPC; without a response, 404.
    init(_ response: ScriptedUpstream.Response?) {
        guard let response else {
            status = 404
            return
        }
        take(response)
        switch response.body {
        case .json(let value): body = value.jsonBytes
        case .failure(let error): body = (["error": error] as JSONValue).jsonBytes
        case .raw(let bytes): body = bytes
        case nil: break
        }
    }

    /// The answer to JSON-RPC calls; a call without a response gets the error -32601.
    ///
    /// A status other than 200, a raw body or a fault of the connection is one for the whole batch.
    init(_ calls: [ScriptedUpstreamCall], _ responses: [ScriptedUpstream.Response?], isBatch: Bool) {
        var answers: [JSONValue] = []
        var whole: [UInt8]?
        for (call, response) in zip(calls, responses) {
            if let response { take(response) }
            switch response?.body {
            case .raw(let bytes): whole = bytes
            case nil where response?.status ?? 200 != 200: whole = whole ?? []
            default: answers.append(call.answer(response))
            }
        }
        body = whole ?? (isBatch ? .array(answers) : answers.first ?? .null).jsonBytes
    }

    private mutating func take(_ response: ScriptedUpstream.Response) {
        if status == 200 { status = response.status ?? 200 }
        headers.merge(response.headers) { first, _ in first }
        if let fault = response.fault { faults.append(fault) }
    }

    /// Writes the reply or what the faults make of it.
    /// - Returns: whether the connection can carry another request.
    func send(over connection: ScriptedServerConnection, waiting gate: ScriptedUpstreamGate) -> Bool {
        for case .slow(let milliseconds) in faults { gate.wait(milliseconds: milliseconds) }
        if faults.contains(.hang) {
            connection.waitForTheEnd()
            return false
        }
        if faults.contains(.reset) {
            connection.prepareReset()
            return false
        }
        for case .oversize(let bytes) in faults {
            let padding = [UInt8](repeating: UInt8(ascii: " "), count: max(0, bytes - body.count))
            connection.send(head(length: nil) + body + padding)
            return false
        }
        let isCut = faults.contains(.truncate)
        connection.send(head(length: body.count) + (isCut ? body.prefix(body.count / 2) : body[...]))
        return !isCut
    }

    private func head(length: Int?) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(status < 400 ? "OK" : "Error")"]
        var headers = self.headers
        headers["content-type"] = headers["content-type"] ?? "application/json"
        lines += headers.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
        lines.append(length.map { "content-length: \($0)" } ?? "connection: close")
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
