import ChainKit

extension ChainError: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("code", "message", "pointer", "retry_after_seconds", "cause")
        self.init(
            Code(rawValue: try reader.text("code", limit: 64)), try reader.text("message"),
            pointer: try reader.findText("pointer"), retryAfterSeconds: try Self.seconds(reader),
            cause: try reader.findText("cause"))
    }

    private static func seconds(_ reader: MessageReader) throws(ChainError) -> Double? {
        switch reader.find("retry_after_seconds") {
        case nil: return nil
        case .integer(let whole)? where whole >= 0: return Double(whole)
        case .number(let number)? where number >= 0 && number.isFinite: return number
        default: throw reader.wrong("must be a number of seconds", at: "retry_after_seconds")
        }
    }

    public var wire: JSONValue {
        .members([
            "code": .string(code.rawValue), "message": .string(message), "pointer": pointer.map(JSONValue.string),
            "retry_after_seconds": retryAfterSeconds.map(JSONValue.number), "cause": cause.map(JSONValue.string),
        ])
    }
}

extension RPCFailure {
    /// The error that carries a ``ChainError``.
    public init(_ error: ChainError) {
        self.init(code: ErrorCode.chainError, message: error.message, data: error.wire)
    }

    /// The ``ChainError`` it carries, if it carries one.
    /// - Throws: `upstream_invalid` for `data` that is none.
    public func chainError() throws(ChainError) -> ChainError? {
        guard let data, !data.isNull else { return nil }
        return try ChainError(wire: MessageReader(data, "the data of an error"))
    }
}
