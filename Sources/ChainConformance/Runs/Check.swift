/// One thing to prove about an adapter, as a value: under `make test`, in the command line and for another process alike.
public struct Check: Sendable {
    /// What the check belongs to, such as `siwe_verify`, `exchanges/evm/erc721` or `requirements/evm`.
    public let topic: String
    /// Unique within the topic.
    public let name: String
    /// The requirement it stands for, if it is one of those that the suite derives by itself.
    public let requirement: RequirementID?
    /// How long it may take; a later end is a failure.
    public let limit: Duration
    public let run: @Sendable () async -> CheckOutcome

    public init(
        topic: String, name: String, requirement: RequirementID? = nil, limit: Duration = .seconds(30),
        run: @escaping @Sendable () async -> CheckOutcome
    ) {
        self.topic = topic
        self.name = name
        self.requirement = requirement
        self.limit = limit
        self.run = run
    }
}

/// How one check ended, before it is known how long it took.
public struct CheckOutcome: Sendable, Hashable {
    public var status: CheckStatus
    /// Set when the status is `failed` or `error`.
    public var finding: CheckResult.Finding?
    /// What was tried, such as "520 changed signatures", or why the check does not apply.
    public var note: String?

    public static func passed(_ note: String? = nil) -> CheckOutcome { CheckOutcome(status: .passed, note: note) }
    public static func failed(_ finding: CheckResult.Finding) -> CheckOutcome {
        CheckOutcome(status: .failed, finding: finding)
    }
    /// The suite itself broke.
    public static func broken(_ finding: CheckResult.Finding) -> CheckOutcome {
        CheckOutcome(status: .error, finding: finding)
    }
    public static func notOffered(_ why: String) -> CheckOutcome { CheckOutcome(status: .notOffered, note: why) }

    public init(status: CheckStatus, finding: CheckResult.Finding? = nil, note: String? = nil) {
        self.status = status
        self.finding = finding
        self.note = note
    }
}
