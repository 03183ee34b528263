/// Why an adapter, a provider or a rule could not answer.
///
/// A "no" is never a `ChainError`: a bad signature is ``ProofVerdict/rejected(_:)`` and an empty wallet is a
/// ``Holding`` of zero. A thrown error that blames the outside becomes *undetermined* at the rule.
public struct ChainError: Error, Sendable, Hashable, Codable {
    /// A stable machine word; the same on the wire, in logs and in `docs/errors.md`.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
    }

    public var code: Code
    /// What happened, then what to do about it. Never holds a secret.
    public var message: String
    /// The name of the configured chain or adapter that speaks, such as `berachain`.
    public var adapter: String?
    /// RFC 6901 pointer to the offending part of the input, such as `/erc721`.
    public var pointer: String?
    /// Seconds after which asking again makes sense.
    public var retryAfterSeconds: Double?
    /// The underlying failure in its own words.
    public var cause: String?

    public init(
        _ code: Code, _ message: String, adapter: String? = nil, pointer: String? = nil,
        retryAfterSeconds: Double? = nil, cause: String? = nil
    ) {
        self.code = code
        self.message = message
        self.adapter = adapter
        self.pointer = pointer
        self.retryAfterSeconds = retryAfterSeconds
        self.cause = cause
    }
}

extension ChainError: CustomStringConvertible {
    public var description: String {
        var text = adapter.map { "\($0): " } ?? ""
        text += "\(code.rawValue): \(message)"
        if let pointer { text += " (at \(pointer))" }
        if let cause { text += "; because \(cause)" }
        return text
    }
}

extension ChainError {
    /// The same error, said by `adapter` unless another one already signed it.
    public func from(_ adapter: String) -> ChainError {
        var error = self
        error.adapter = error.adapter ?? adapter
        return error
    }

    /// The same error, its pointer moved below `prefix`.
    public func under(_ prefix: String) -> ChainError {
        var error = self
        error.pointer = prefix + (pointer ?? "")
        return error
    }
}
