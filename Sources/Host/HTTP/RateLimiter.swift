import Synchronization

/// Which budget a route draws on.
enum RateGroup: String, Sendable, Hashable, CaseIterable {
    case signIn = "sign-in"
    case verify
    case discordCode = "discord-code"
    case other
}

/// Token buckets by route group and caller. One process; a bucket refills evenly over a minute.
final class RateLimiter: Sendable {
    struct Decision: Sendable {
        let isAllowed: Bool
        let limit: Int
        let remaining: Int
        /// Seconds until the next request may be made.
        let waitSeconds: Double
        fileprivate let key: Key
    }

    fileprivate struct Key: Hashable {
        let group: RateGroup
        let caller: String
    }

    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    /// Requests a minute; 0 turns the limit off.
    private let perMinute: [RateGroup: Int]
    private struct State {
        var buckets: [Key: Bucket] = [:]
        var sweptAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    /// Callers that are told apart. Past them, new ones share one bucket a group: strangers can neither fill the memory
    /// nor wash away what others have used up.
    private static let callerLimit = 50_000

    init(perMinute: [RateGroup: Int]) { self.perMinute = perMinute }

    /// Takes one request from the caller's bucket.
    /// - Returns: `nil` when the group has no limit.
    func take(_ group: RateGroup, caller: String, now: ContinuousClock.Instant) -> Decision? {
        guard let limit = perMinute[group], limit > 0 else { return nil }
        let perSecond = Double(limit) / 60
        return state.withLock { state in
            var key = Key(group: group, caller: caller)
            if state.buckets[key] == nil, state.buckets.count >= Self.callerLimit {
                sweep(&state, now: now)
                if state.buckets.count >= Self.callerLimit { key = Key(group: group, caller: "everyone else") }
            }
            var bucket = state.buckets[key] ?? Bucket(tokens: Double(limit), at: now)
            bucket.tokens = min(Double(limit), bucket.tokens + (now - bucket.at).seconds * perSecond)
            bucket.at = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            state.buckets[key] = bucket
            return Decision(
                isAllowed: isAllowed, limit: limit, remaining: Int(bucket.tokens),
                waitSeconds: max(0, 1 - bucket.tokens) / perSecond, key: key)
        }
    }

    /// Puts back what was taken for a request that turned out not to count.
    func giveBack(_ taken: Decision) {
        guard taken.isAllowed else { return }
        // A bucket that was forgotten is full, and no bucket holds more than a minute's worth when it is asked again.
        state.withLock { $0.buckets[taken.key]?.tokens += 1 }
    }

    /// Forgets the buckets that are full again, at most once a second.
    private func sweep(_ state: inout State, now: ContinuousClock.Instant) {
        if let sweptAt = state.sweptAt, now - sweptAt < .seconds(1) { return }
        state.sweptAt = now
        state.buckets = state.buckets.filter { now - $0.value.at < .seconds(60) }
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
