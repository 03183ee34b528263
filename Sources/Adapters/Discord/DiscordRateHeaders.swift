import ChainKit

/// What an answer says about Discord's rate limits (`X-RateLimit-…`, `Retry-After`).
struct DiscordRateHeaders: Sendable, Hashable {
    /// The limit the request counted against; several routes can share one.
    let bucket: String?
    /// Requests left until the bucket fills again.
    let remaining: Int?
    /// Seconds until the bucket fills again.
    let resetAfterSeconds: Double?
    /// Whether the limit met is the one over all routes.
    let isGlobal: Bool
    /// Of a 429, in whole seconds.
    let retryAfterSeconds: Double?

    /// - Parameter headers: names in lower case.
    init(_ headers: [String: String]) {
        bucket = headers["x-ratelimit-bucket"]
        remaining = headers["x-ratelimit-remaining"].flatMap { Int($0) }
        resetAfterSeconds = headers["x-ratelimit-reset-after"].flatMap(Self.seconds)
        isGlobal = headers["x-ratelimit-global"]?.lowercased() == "true" || headers["x-ratelimit-scope"] == "global"
        retryAfterSeconds = headers["retry-after"].flatMap(Self.seconds)
    }

    /// Seconds to wait before the next request of the bucket. `X-RateLimit-Reset-After` is used and not the moment in
    /// `X-RateLimit-Reset`, which would need our clock to agree with Discord's.
    var waitSeconds: Double {
        retryAfterSeconds ?? (remaining.map { $0 <= 0 } == true ? resetAfterSeconds ?? 0 : 0)
    }

    /// Seconds in decimal digits with at most one point, as long as a day at most: more is taken for a mistake.
    private static func seconds(_ text: String) -> Double? {
        guard text.wholeMatch(of: /[0-9]{1,12}(\.[0-9]{1,12})?/) != nil, let seconds = Double(text) else { return nil }
        return min(seconds, 86_400)
    }
}

extension WebAnswer {
    /// The `code` in Discord's JSON, which tells apart what the status does not.
    var discordCode: Int64? { (try? JSONValue(parsing: body))?["code"]?.whole }

    /// Of a 429, the seconds Discord wants to be left alone: `Retry-After`, else `retry_after` of the body, else when the
    /// bucket fills, else a guess.
    var discordPauseSeconds: Double {
        let headers = DiscordRateHeaders(headers)
        if let seconds = headers.retryAfterSeconds ?? retryAfterSeconds { return seconds }
        let said: Double? =
            switch (try? JSONValue(parsing: body))?["retry_after"] {
            case .integer(let whole)?: Double(whole)
            case .number(let number)?: number
            default: nil
            }
        return min(max(0, said ?? headers.resetAfterSeconds ?? 5), 86_400).rounded(.up)
    }

    /// - Throws: `upstream_rate_limited` for a 429, whatever its body.
    func requireWithinLimits() throws(ChainError) {
        guard status == 429 else { return }
        throw ChainError(
            .upstreamRateLimited, "Discord has had too many requests (HTTP 429).", retryAfterSeconds: discordPauseSeconds)
    }
}
