import ChainKit

/// How one check of the suite ended.
public enum CheckStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case passed
    case failed
    /// The adapter's manifest does not claim the role.
    case notOffered = "not_offered"
    /// Filtered out, or after the first failure of a run that stops there.
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
        /// The newest lines that the adapter wrote for the operator.
        public var log: [String]

        public init(
            inputs: JSONValue, expected: JSONValue, got: String, problems: [String], reason: String = "", source: String = "",
            log: [String] = []
        ) {
            self.inputs = inputs
            self.expected = expected
            self.got = got
            self.problems = problems
            self.reason = reason
            self.source = source
            self.log = log
        }
    }

    /// What the check belongs to, such as `siwe_verify`.
    public var topic: String
    /// Unique within the topic, such as `siwe.verify/wrong nonce`.
    public var name: String
    public var requirement: RequirementID?
    public var status: CheckStatus
    public var duration: Duration
    /// Set when the status is `failed` or `error`.
    public var finding: Finding?
    /// What was tried, or why the check does not apply.
    public var note: String?

    /// What a filter is matched against: `topic/name`.
    public var id: String { "\(topic)/\(name)" }

    public init(
        topic: String, name: String, requirement: RequirementID? = nil, status: CheckStatus, duration: Duration,
        finding: Finding? = nil, note: String? = nil
    ) {
        self.topic = topic
        self.name = name
        self.requirement = requirement
        self.status = status
        self.duration = duration
        self.finding = finding
        self.note = note
    }
}
