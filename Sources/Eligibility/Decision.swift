import ChainKit

/// What a requirement comes to for one subject, and why.
public struct Decision: Sendable, Hashable {
    public let outcome: Ternary
    /// Of a yes, the method that granted it; the first one where several had to join.
    public let method: MethodID?
    /// Of a yes, the account whose holding granted it, if a holding did.
    public let account: Account?
    /// Each once; those that settled the outcome come first.
    public let reasons: [Reason]
    /// Each reading that was judged, once; those that settled the outcome come first.
    public let evidence: [Evidence]
    /// Of an unknown, the seconds after which asking again may settle it.
    public let retryAfterSeconds: Double?

    public init(
        outcome: Ternary, method: MethodID? = nil, account: Account? = nil, reasons: [Reason] = [],
        evidence: [Evidence] = [], retryAfterSeconds: Double? = nil
    ) {
        self.outcome = outcome
        self.method = method
        self.account = account
        self.reasons = reasons
        self.evidence = evidence
        self.retryAfterSeconds = retryAfterSeconds
    }
}
