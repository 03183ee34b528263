import ChainKit
import Foundation
import Synchronization

/// A kind of request, as Discord's rate limits tell them apart.
struct DiscordRoute: Sendable, Hashable {
    /// Method and path, with the parts that vary left open.
    var name: String
    /// Whose credentials it is sent with, in a word that is no secret: limits are one's own.
    var owner: String
    /// The guild, which divides a bucket.
    var guild = ""
}

/// Keeps to Discord's rate limits: a request that would break one is not sent. Who goes on asking is shut out for longer.
final class DiscordRateLimits: Sendable {
    private struct Standing {
        var remaining: Int
        var until: Date
    }

    private struct State {
        var globalUntil = Date.distantPast
        /// The bucket of a route's name, as soon as an answer told it.
        var buckets: [String: String] = [:]
        var standings: [DiscordRoute: Standing] = [:]

        func bucket(of route: DiscordRoute) -> DiscordRoute {
            var bucket = route
            bucket.name = buckets[route.name] ?? route.name
            return bucket
        }
    }

    /// Buckets known at a time; each user's token has its own.
    private static let capacity = 20_000

    private let state = Mutex(State())

    /// Counts a request that is about to be sent.
    /// - Throws: `upstream_rate_limited` when it must not be.
    func admit(_ route: DiscordRoute, now: Date) throws(ChainError) {
        let until: Date? = state.withLock { state in
            if state.globalUntil > now { return state.globalUntil }
            let bucket = state.bucket(of: route)
            guard let standing = state.standings[bucket], standing.until > now else { return nil }
            guard standing.remaining > 0 else { return standing.until }
            state.standings[bucket]?.remaining -= 1
            return nil
        }
        guard let until else { return }
        throw ChainError(
            .upstreamRateLimited, "Discord's rate limit for \(route.name) is used up; Discord was not asked.",
            retryAfterSeconds: until.timeIntervalSince(now).rounded(.up))
    }

    /// Learns from an answer, whatever its status.
    func note(_ answer: WebAnswer, to route: DiscordRoute, now: Date) {
        let headers = DiscordRateHeaders(answer.headers)
        state.withLock { state in
            if let name = headers.bucket { state.buckets[route.name] = name }
            let bucket = state.bucket(of: route)
            if answer.status == 429 {
                let until = now + answer.discordPauseSeconds
                if headers.isGlobal || Self.isWholesale(answer) {
                    state.globalUntil = max(state.globalUntil, until)
                } else {
                    state.standings[bucket] = Standing(remaining: 0, until: until)
                }
            } else if let remaining = headers.remaining, let seconds = headers.resetAfterSeconds {
                state.standings[bucket] = Standing(remaining: remaining, until: now + seconds)
            }
            if state.standings.count > Self.capacity {
                state.standings = state.standings.filter { $0.value.until > now && $0.value.remaining == 0 }
                if state.standings.count > Self.capacity { state.standings = [:] }
            }
        }
    }

    /// Whether a 429 is for all that comes from here: Discord says so, or it is not even Discord that answered.
    private static func isWholesale(_ answer: WebAnswer) -> Bool {
        guard let body = try? JSONValue(parsing: answer.body), body.members != nil else { return true }
        return body["global"] == true
    }
}
