/// `conformance:` — which conformance reports are believed, for chains that require one.
public struct ConformanceConfiguration: Sendable, Hashable {
    /// Whose signatures count.
    public var keys: [ReportKey] = []
    /// The digest that the case files of the run must have, `sha256:` and 64 hex digits; `nil`: any.
    public var suite: String?
    /// The age from which on a report does not count any more, in days; `nil`: none.
    public var maxAgeDays: Int?
}
