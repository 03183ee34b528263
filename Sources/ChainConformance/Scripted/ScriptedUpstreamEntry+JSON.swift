import ChainKit

extension ScriptedUpstream.Entry {
    /// Reads a script: a list of entries as exchange files have them.
    /// - Throws: `parameters_invalid` with a pointer to what is wrong.
    public static func script(_ value: JSONValue) throws(ChainError) -> [ScriptedUpstream.Entry] {
        guard let elements = value.elements else { throw wrong("a script is a list of entries", "") }
        var entries: [ScriptedUpstream.Entry] = []
        for (index, element) in elements.enumerated() {
            do { entries.append(try ScriptedUpstream.Entry(element)) } catch { throw error.under("/\(index)") }
        }
        return entries
    }

    /// Reads one entry: `{"request": {…}, "response": {…}, "times": 1}`.
    /// - Throws: `parameters_invalid` with a pointer to what is wrong.
    public init(_ value: JSONValue) throws(ChainError) {
        let members = try Self.members(value, of: "an entry", ["request", "response", "times"], "")
        request = try members["request"].map { value throws(ChainError) in try Self.request(value) } ?? .init()
        guard let response = members["response"] else { throw Self.wrong("an entry needs a response", "") }
        self.response = try Self.response(response)
        if let count = members["times"] {
            guard let times = count.whole, times > 0 else { throw Self.wrong("times is a whole number of at least 1", "/times") }
            self.times = Int(times)
        }
    }

    private static func request(_ value: JSONValue) throws(ChainError) -> ScriptedUpstream.Request {
        let members = try members(value, of: "a request", ["method", "path", "rpc", "params", "body"], "/request")
        func text(_ name: String) throws(ChainError) -> String? {
            guard let member = members[name] else { return nil }
            guard let text = member.text else { throw wrong("\(name) is text, not \(member.kind)", "/request/\(name)") }
            return text
        }
        return .init(
            method: try text("method"), path: try text("path"), rpc: try text("rpc"), params: members["params"],
            body: members["body"])
    }

    private static func response(_ value: JSONValue) throws(ChainError) -> ScriptedUpstream.Response {
        let names = ["status", "headers", "body", "result", "error", "raw", "fault"]
        let members = try members(value, of: "a response", names, "/response")
        var response = ScriptedUpstream.Response()
        if let status = members["status"] {
            guard let code = status.whole, (200...599).contains(code) else {
                throw wrong("status is a number from 200 to 599", "/response/status")
            }
            response.status = Int(code)
        }
        if let headers = members["headers"] {
            let texts = headers.members?.compactMapValues(\.text)
            guard let texts, texts.count == headers.members?.count else {
                throw wrong("headers is an object of texts", "/response/headers")
            }
            response.headers = texts
        }
        let bodies = ["body", "result", "error", "raw"].filter { members[$0] != nil }
        guard bodies.count <= 1 else {
            throw wrong(
                "a response has one of body, result, error and raw, not \(bodies.joined(separator: " and "))", "/response")
        }
        if let body = members["body"] {
            let error = body.members.flatMap { $0.count == 1 ? $0["error"] : nil }
            response.body = error.map(ScriptedUpstream.Response.Body.failure) ?? .json(body)
        }
        if let result = members["result"] { response.body = .json(result) }
        if let error = members["error"] { response.body = .failure(error) }
        if let raw = members["raw"] {
            guard let text = raw.text else { throw wrong("raw is the body as text, not \(raw.kind)", "/response/raw") }
            response.body = .raw(Array(text.utf8))
        }
        response.fault = try members["fault"].map { value throws(ChainError) in try fault(value) }
        return response
    }

    private static func fault(_ value: JSONValue) throws(ChainError) -> ScriptedUpstream.Fault {
        let parts = (value.text ?? "").split(separator: ":", maxSplits: 1)
        let count = parts.count == 2 ? Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil } : nil
        switch (parts.first, count) {
        case ("slow", let count?): return .slow(milliseconds: count)
        case ("oversize", let count?): return .oversize(bytes: count)
        default: break
        }
        switch value {
        case "hang": return .hang
        case "reset": return .reset
        case "truncate": return .truncate
        case "wrong_id": return .wrongID
        case "wrong_chain": return .wrongChain
        default:
            throw wrong(
                "fault is one of hang, reset, slow:<ms>, truncate, oversize:<bytes>, wrong_id, wrong_chain", "/response/fault")
        }
    }

    private static func members(
        _ value: JSONValue, of what: String, _ names: [String], _ pointer: String
    ) throws(ChainError) -> [String: JSONValue] {
        guard let members = value.members else { throw wrong("\(what) is an object, not \(value.kind)", pointer) }
        if let stranger = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw wrong("\(what) has no \"\(stranger)\"; it has \(names.joined(separator: ", "))", pointer)
        }
        return members
    }

    private static func wrong(_ message: String, _ pointer: String) -> ChainError {
        ChainError(.parametersInvalid, "In a script, \(message).", pointer: pointer)
    }
}
