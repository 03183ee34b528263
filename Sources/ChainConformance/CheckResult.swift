import ChainKit

/// How one check of the suite ended.
public enum CheckStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case passed
    case failed
    /// The adapter's manifest does not claim the role.
    case notOffered = "not_offered"
    /// Filtered out.
    case notRun = "not_run"
    /// The suite itself broke, so the check says nothing about the code.
    case error
}

/// One check and how it ended.
public struct CheckResult: Sendable, Hashable {
    /// What the case asked and what came of it, for whoever has to repair it.
    public struct Finding: Sendable, Hashable {
        public var inputs: JSONValue
        public var expected: JSONValue
        /// The answer as JSON, or why there was none.
        public var got: String
        /// Each way in which `got` is not `expected`.
        public var problems: [String]
        /// What the case is about.
        public var reason: String
        /// Where the expectation comes from.
        public var source: String
    }

    /// The file's topic, such as `siwe_verify`.
    public var topic: String
    /// Unique within the topic, such as `siwe.verify/wrong nonce`.
    public var name: String
    public var status: CheckStatus
    public var duration: Duration
    /// Set when the status is `failed` or `error`.
    public var finding: Finding?

    /// What a filter is matched against: `topic/op/name`.
    public var id: String { "\(topic)/\(name)" }
}
