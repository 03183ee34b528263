/// Three-valued truth (Kleene's strong logic): what is not known is neither yes nor no.
public enum Ternary: String, Sendable, Hashable, Codable, CaseIterable {
    case no, unknown, yes

    public static prefix func ! (value: Ternary) -> Ternary {
        switch value {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

/// What a rule concluded, and why.
public struct Verdict: Sendable, Hashable, Codable {
    public var outcome: Ternary
    public var reasons: [Reason]
    public var evidence: [Evidence]
    /// Seconds after which an unknown may have become known.
    public var retryAfterSeconds: Double?

    public init(_ outcome: Ternary, reasons: [Reason], evidence: [Evidence] = [], retryAfterSeconds: Double? = nil) {
        self.outcome = outcome
        self.reasons = reasons
        self.evidence = evidence
        self.retryAfterSeconds = retryAfterSeconds
    }
}

/// One step of a verdict, for machines (`code`) and for people (`detail`).
public struct Reason: Sendable, Hashable, Codable {
    public let code: String
    public let detail: String

    public init(_ code: String, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}
