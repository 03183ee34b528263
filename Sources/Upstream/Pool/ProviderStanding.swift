import ChainKit

/// What the pool knows of one provider: its circuit breaker, its wish to be left alone, its proven chain.
struct ProviderStanding {
    private(set) var failuresInARow = 0
    private(set) var lastFailure: ChainError?
    /// When the provider last answered rightly and how many seconds that took.
    private(set) var lastAnswer: (at: Duration, seconds: Double)?
    /// What the provider last said about itself.
    private(set) var head: ProviderHead?
    /// When it was last asked about itself, whatever came of it.
    var askedForHead: Duration?
    /// The count of failovers up to which the provider's chain is proven; `nil` when it has to be asked first.
    private(set) var provenUpTo: Int?
    /// End of the cool-down of an open breaker; from then on one call at a time may probe. `nil`: closed.
    private(set) var openUntil: Duration?
    /// The provider asked to be left alone until then.
    private(set) var silentUntil: Duration?
    private var probing = false

    func mayBeAsked(at now: Duration) -> Bool {
        if let silentUntil, now < silentUntil { return false }
        guard let openUntil else { return true }
        return now >= openUntil && !probing
    }

    /// Whether the provider is neither resting nor silent nor on probation.
    func isInGoodStanding(at now: Duration) -> Bool { openUntil == nil && mayBeAsked(at: now) }

    /// Lets a call through, as the one probe when the breaker is half open.
    mutating func admit(at now: Duration) -> Bool {
        guard mayBeAsked(at: now) else { return false }
        probing = openUntil != nil
        return true
    }

    /// The earliest moment at which the provider may be asked again.
    func nextChance(after now: Duration) -> Duration {
        max(now, silentUntil ?? now, openUntil ?? now)
    }

    mutating func answered(at now: Duration, seconds: Double) {
        failuresInARow = 0
        lastFailure = nil
        lastAnswer = (now, seconds)
        openUntil = nil
        probing = false
    }

    /// The call is over; if it was the probe, another one may be.
    mutating func leftOpen() { probing = false }

    mutating func proved(upTo failovers: Int, at now: Duration, seconds: Double, head: ProviderHead) {
        provenUpTo = failovers
        lastAnswer = (now, seconds)
        self.head = head
    }

    /// - Parameters:
    ///   - threshold: failures in a row that open the breaker; a failed probe and a wrong chain open it at once.
    ///   - coolDown: how long it stays open, jitter included.
    mutating func failed(_ error: ChainError, at now: Duration, threshold: Int, coolDown: Duration) {
        failuresInARow += 1
        lastFailure = error
        provenUpTo = nil
        if error.code == .upstreamRateLimited || error.retryAfterSeconds != nil {
            silentUntil = max(silentUntil ?? now, now + .seconds(max(1, error.retryAfterSeconds ?? 1)))
        }
        // Calls let through before the breaker opened fail one by one after it; they must not prolong the cool-down.
        let straggler = openUntil != nil && !probing
        if !straggler, probing || failuresInARow >= threshold || error.code == .upstreamWrongChain { openUntil = now + coolDown }
        probing = false
    }
}
