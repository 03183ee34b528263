import ChainKit

extension WebRequest: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("method", "path", "query", "headers", "body")
        guard let method = OutgoingRequest.Method(rawValue: try reader.text("method", limit: 8)) else {
            throw reader.wrong("must be GET or POST", at: "method")
        }
        let path = try reader.text("path", limit: 4096)
        // It is appended to the provider's URL: nothing in it may lead to another host or into the query.
        guard path.isEmpty || path.hasPrefix("/"),
            !path.utf8.contains(where: { "?#\\".utf8.contains($0) || $0 <= 0x20 || $0 == 0x7f })
        else { throw reader.wrong("must begin with \"/\" and have no \"?\", \"#\", \"\\\" or blank", at: "path") }
        guard path.utf8.split(separator: UInt8(ascii: "/")).allSatisfy({ Self.staysWithin(Array($0)) }) else {
            throw reader.wrong("must not lead out of the provider's own path", at: "path")
        }
        self.init(
            method, path, query: try Self.fields("query", reader), headers: try Self.headers(reader), body: try Self.body(reader))
    }

    /// Whether a segment is still one, and no step elsewhere, for a server that decodes it: RFC 3986 §3.3, §5.2.4. Some cut a
    /// segment at its ";" before they look at it.
    private static func staysWithin(_ segment: [UInt8]) -> Bool {
        var decoded: [UInt8] = []
        var rest = segment[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Hex.value), let low = rest.popFirst().flatMap(Hex.value) else {
                return false
            }
            decoded.append(UInt8(high << 4 | low))
        }
        return decoded != Array(".".utf8) && decoded != Array("..".utf8) && !decoded.contains(where: "/\\;".utf8.contains)
    }

    /// They frame the request, or are credentials of the operator's.
    private static let hostsOwn = [
        "connection", "content-length", "cookie", "expect", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade",
    ]

    /// By their names in lower case.
    private static func headers(_ reader: MessageReader) throws(ChainError) -> [String: String] {
        guard reader.has("headers") else { return [:] }
        let written = try reader.object("headers")
        var headers: [String: String] = [:]
        for name in (written.value.members ?? [:]).keys {
            let value = try written.text(name, limit: 8192)
            guard isToken(name) else {
                throw written.wrong("has a name that no header can have; it is of letters, digits and !#$%&'*+-.^_`|~", at: name)
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
                throw written.wrong("may have no control characters", at: name)
            }
            let plain = name.lowercased()
            guard !hostsOwn.contains(plain) else { throw written.wrong("is the host's own to set", at: name) }
            guard headers.updateValue(value, forKey: plain) == nil else {
                throw written.wrong("is there twice; case makes no difference", at: name)
            }
        }
        return headers
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains($0)
                }
            }
    }

    private static func body(_ reader: MessageReader) throws(ChainError) -> Body {
        guard reader.has("body") else { return .none }
        let body = try reader.object("body")
        try body.allow("json", "form")
        return body.has("form") ? .form(try fields("form", body)) : .json(try body.require("json"))
    }

    private static func fields(_ name: String, _ reader: MessageReader) throws(ChainError) -> [WebField] {
        guard reader.has(name) else { return [] }
        var fields: [WebField] = []
        for pair in try reader.list(name) {
            guard pair.elements?.count == 2, let field = pair[0]?.text, let value = pair[1]?.text else {
                throw reader.wrong("must be a list of [name, value], both strings", at: name)
            }
            fields.append(WebField(field, value))
        }
        return fields
    }

    public var wire: JSONValue {
        [
            "method": .string(method.rawValue), "path": .string(path), "query": Self.wire(query),
            "headers": .object(headers.mapValues(JSONValue.string)), "body": bodyWire,
        ]
    }

    private var bodyWire: JSONValue {
        switch body {
        case .none: .null
        case .json(let value): ["json": value]
        case .form(let fields): ["form": Self.wire(fields)]
        }
    }

    private static func wire(_ fields: [WebField]) -> JSONValue {
        .array(fields.map { [.string($0.name), .string($0.value)] })
    }
}

extension WebAnswer: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("status", "headers", "body", "retry_after_seconds")
        guard let body = StandardBase64.decode(try reader.text("body")) else { throw reader.wrong("must be base 64", at: "body") }
        let seconds: Double? =
            switch reader.find("retry_after_seconds") {
            case .integer(let whole)?: Double(whole)
            case .number(let number)?: number
            default: nil
            }
        self.init(
            status: Int(try reader.whole("status", in: 0...999)),
            headers: try reader.object("headers").value.members?.compactMapValues(\.text) ?? [:], body: body,
            retryAfterSeconds: seconds)
    }

    public var wire: JSONValue {
        [
            "status": .integer(Int64(status)), "headers": .object(headers.mapValues(JSONValue.string)),
            "body": .string(StandardBase64.encode(body)), "retry_after_seconds": retryAfterSeconds.map(JSONValue.number) ?? .null,
        ]
    }
}
