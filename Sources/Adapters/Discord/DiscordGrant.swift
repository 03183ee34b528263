import ChainKit

/// What a user granted by OAuth2.
struct DiscordGrant: Sendable, Hashable {
    let accessToken: DiscordSecret
    let lifetimeSeconds: Double
    let scopes: Set<String>

    /// Reads the answer of the token endpoint (RFC 6749 §5).
    /// - Returns: `nil` when the code is wrong, used, too old, or was given out for another redirect URI.
    /// - Throws: an error that blames the outside.
    static func read(_ answer: WebAnswer) throws(ChainError) -> DiscordGrant? {
        try answer.requireWithinLimits()
        let body = try? JSONValue(parsing: answer.body)
        switch answer.status {
        case 200: return try DiscordGrant(JSONValue(parsing: answer.body))
        case 400 where body?["error"] == "invalid_grant": return nil
        case 401:
            throw ChainError(
                .upstreamUnavailable,
                "Discord does not know the OAuth2 client (HTTP 401); check client_id and client_secret in the configuration.")
        default:
            throw ChainError(
                .upstreamUnavailable, "Discord did not trade the OAuth2 code (HTTP \(answer.status)).",
                retryAfterSeconds: answer.retryAfterSeconds)
        }
    }

    private init(_ body: JSONValue) throws(ChainError) {
        guard let token = body["access_token"]?.text, (1...4096).contains(token.utf8.count),
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), body["token_type"]?.text?.lowercased() == "bearer",
            let lifetime = body["expires_in"]?.whole, lifetime > 0, let scope = body["scope"]?.text
        else {
            throw ChainError(
                .upstreamInvalid, "Discord's answer to the OAuth2 code lacks a bearer token, its lifetime or its scope.")
        }
        accessToken = DiscordSecret(token)
        lifetimeSeconds = Double(lifetime)
        scopes = Set(scope.split(separator: " ").map(String.init))
    }
}
