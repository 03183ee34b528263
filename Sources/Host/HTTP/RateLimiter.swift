import Synchronization

/// Which budget a route draws on.
enum RateGroup: String, Sendable, Hashable, CaseIterable {
    case signIn = "sign-in"
    case verify
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
    }

    private struct Key: Hashable {
        let group: RateGroup
        let caller: String
    }

    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    /// Requests a minute; 0 turns the limit off.
    private let perMinute: [RateGroup: Int]
    private let buckets = Mutex<[Key: Bucket]>([:])
    /// Past this many callers the full buckets are dropped, so that strangers cannot fill the memory.
    private static let sweepSize = 50_000

    init(perMinute: [RateGroup: Int]) { self.perMinute = perMinute }

    /// Takes one request from the caller's bucket.
    /// - Returns: `nil` when the group has no limit.
    func take(_ group: RateGroup, caller: String, now: ContinuousClock.Instant) -> Decision? {
        guard let limit = perMinute[group], limit > 0 else { return nil }
        let perSecond = Double(limit) / 60
        return buckets.withLock { buckets in
            if buckets.count >= Self.sweepSize { sweep(&buckets, now: now) }
            let key = Key(group: group, caller: caller)
            var bucket = buckets[key] ?? Bucket(tokens: Double(limit), at: now)
            bucket.tokens = min(Double(limit), bucket.tokens + (now - bucket.at).seconds * perSecond)
            bucket.at = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[key] = bucket
            return Decision(
                isAllowed: isAllowed, limit: limit, remaining: Int(bucket.tokens),
                waitSeconds: max(0, 1 - bucket.tokens) / perSecond)
        }
    }

    private func sweep(_ buckets: inout [Key: Bucket], now: ContinuousClock.Instant) {
        buckets = buckets.filter { now - $0.value.at < .seconds(60) }
        if buckets.count >= Self.sweepSize { buckets.removeAll() }
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
