/// How often and how fast a failed call is made again, with full jitter: a random wait between none and a ceiling that
/// doubles with each attempt.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts after the first.
    public var retries = 2
    /// The ceiling of the first wait.
    public var firstCeiling: Duration = .milliseconds(100)
    /// No ceiling grows past this.
    public var highestCeiling: Duration = .seconds(2)
    /// From the start of the call; no retry begins later.
    public var deadline: Duration = .seconds(8)

    public init() {}

    /// No second attempt.
    public static let never: RetryPolicy = {
        var policy = RetryPolicy()
        policy.retries = 0
        return policy
    }()

    /// How long to wait after the failed attempt with that number, counted from 0.
    /// - Parameters:
    ///   - retryAfterSeconds: what the provider asked for. It is not waited out here: the pool leaves the provider alone
    ///     for that long and asks another one meanwhile.
    ///   - chance: a random number from 0 to below 1.
    /// - Returns: `nil` when there is to be no further attempt.
    func wait(afterAttempt attempt: Int, elapsed: Duration, retryAfterSeconds: Double?, chance: Double) -> Duration? {
        guard attempt < retries, retryAfterSeconds == nil else { return nil }
        let ceiling = min(highestCeiling, firstCeiling * (1 << min(attempt, 16)))
        let wait = ceiling * chance
        return elapsed + wait < deadline ? wait : nil
    }
}
