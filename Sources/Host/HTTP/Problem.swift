import ChainKit
import HTTPTypes

/// An error as a caller sees it: RFC 9457 problem details.
struct Problem: Error {
    /// One part of the request that is wrong.
    struct Detail: Sendable, Hashable {
        /// RFC 6901 pointer into the body, or the name of a parameter.
        let pointer: String
        let detail: String
    }

    let code: Code
    let detail: String
    var errors: [Detail] = []
    /// Seconds for `Retry-After`.
    var retryAfterSeconds: Double?
    var headers: HTTPFields = [:]
    /// Extension members (RFC 9457 §3.2).
    var members: [String: JSONValue] = [:]

    init(
        _ code: Code, _ detail: String, errors: [Detail] = [], retryAfterSeconds: Double? = nil, headers: HTTPFields = [:],
        members: [String: JSONValue] = [:]
    ) {
        self.code = code
        self.detail = detail
        self.errors = errors
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
        self.members = members
    }

    func json(requestID: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": .string("urn:gatehouse:problem:\(code.word)"),
            "title": .string(code.title),
            "status": .integer(Int64(code.status)),
            "detail": .string(detail),
            "code": .string(code.word),
            "request_id": .string(requestID),
        ]
        if !errors.isEmpty {
            members["errors"] = .array(errors.map { ["pointer": .string($0.pointer), "detail": .string($0.detail)] })
        }
        return .object(members.merging(self.members) { standard, _ in standard })
    }

    static let schema: JSONValue = [
        "type": "object",
        "description": "RFC 9457 problem details.",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": [
            "type": ["type": "string"],
            "title": ["type": "string"],
            "status": ["type": "integer"],
            "detail": ["type": "string"],
            "code": ["type": "string", "description": "A stable machine word; docs/errors.md lists them."],
            "request_id": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["pointer", "detail"],
                    "properties": ["pointer": ["type": "string"], "detail": ["type": "string"]],
                ],
            ],
        ],
    ]
}
