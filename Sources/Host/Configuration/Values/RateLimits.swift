/// `rate_limits:` — requests a minute per caller and group of routes. 0 turns a limit off.
public struct RateLimits: Sendable, Hashable {
    public var signIn = 5
    public var verify = 10
    public var discordCode = 10
    public var other = 120
}
