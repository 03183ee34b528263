/// One operation that vector files may name, answered by the code that serves requests.
public struct VectorOp: Sendable {
    /// As the files write it, such as `siwe.verify`.
    public let name: String
    /// Runs one case. A thrown error that blames the caller counts as `reject`, one that blames the outside as
    /// `unavailable`.
    public let run: @Sendable (_ inputs: JSONValue) async throws(ChainError) -> VectorAnswer

    public init(_ name: String, run: @escaping @Sendable (_ inputs: JSONValue) async throws(ChainError) -> VectorAnswer) {
        self.name = name
        self.run = run
    }
}

/// What an operation made of one case.
public struct VectorAnswer: Sendable, Hashable {
    /// `accept`, `reject`, `unavailable`, `pending`, `retry` or `reauth`.
    public var verdict: String
    /// Compared with the members of a case's `expected`.
    public var fields: [String: JSONValue]

    public static func accept(_ fields: [String: JSONValue] = [:]) -> VectorAnswer {
        VectorAnswer(verdict: "accept", fields: fields)
    }
    public static func reject(_ fields: [String: JSONValue] = [:]) -> VectorAnswer {
        VectorAnswer(verdict: "reject", fields: fields)
    }

    public init(verdict: String, fields: [String: JSONValue]) {
        self.verdict = verdict
        self.fields = fields
    }
}

extension JSONValue {
    /// A text input of a vector case.
    /// - Throws: `internal_error`: the case does not fit its operation.
    public func input(_ name: String) throws(ChainError) -> String {
        guard let text = self[name]?.text else { throw ChainError(.internalError, "The case has no text input \"\(name)\".") }
        return text
    }

    /// A binary input of a vector case, in hex.
    /// - Throws: `internal_error`: the case does not fit its operation.
    public func hexInput(_ name: String) throws(ChainError) -> [UInt8] {
        guard let bytes = Hex.decode(try input(name)) else {
            throw ChainError(.internalError, "The input \"\(name)\" is not hex.")
        }
        return bytes
    }
}
