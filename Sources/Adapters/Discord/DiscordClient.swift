import ChainKit
import Foundation

/// Asks Discord's HTTP interface, version 10.
struct DiscordClient: Sendable {
    let pool: any ProviderPool
    let limits: DiscordRateLimits
    let now: @Sendable () -> Date

    struct Answer: Sendable {
        let web: WebAnswer
        /// The provider's configured name.
        let source: String
    }

    /// Whether a provider is Discord: only Discord tells where its gateway is.
    static func identify(
        keepingTo limits: DiscordRateLimits, now: @escaping @Sendable () -> Date
    ) -> AdapterSetup.Identify {
        { provider throws(ChainError) in
            let route = DiscordRoute(name: "GET /gateway", owner: "")
            try limits.admit(route, now: now())
            let answer = try await provider.send(WebRequest(.get, "/api/v10/gateway", headers: headers))
            limits.note(answer, to: route, now: now())
            try answer.requireWithinLimits()
            guard try answer.requireJSON()["url"]?.text?.hasPrefix("wss://") == true else {
                throw ChainError(.upstreamInvalid, "The provider does not tell Discord's gateway, so it is not Discord.")
            }
            return ProviderIdentity(
                chain: try ChainID(namespace: DiscordAccountFormat.namespace, reference: DiscordAccountFormat.reference))
        }
    }

    /// Trades an OAuth2 code for an access token (RFC 6749 §4.1.3).
    func exchange(code: String, redirectURI: String, by client: DiscordOAuthSettings) async throws(ChainError) -> WebAnswer {
        let credentials = Data("\(client.clientID):\(client.clientSecret.text)".utf8).base64EncodedString()
        let request = WebRequest(
            .post, "/api/oauth2/token", headers: ["authorization": "Basic \(credentials)"],
            body: .form([
                WebField("grant_type", "authorization_code"), WebField("code", code), WebField("redirect_uri", redirectURI),
            ]))
        return try await send(request, DiscordRoute(name: "POST /oauth2/token", owner: "client")).web
    }

    /// - Parameter owner: a word for whoever the token belongs to, which is not known yet.
    func user(by token: DiscordSecret, owner: String) async throws(ChainError) -> WebAnswer {
        let request = WebRequest(.get, "/api/v10/users/@me", headers: ["authorization": "Bearer \(token.text)"])
        return try await send(request, DiscordRoute(name: "GET /users/@me", owner: owner)).web
    }

    /// What the owner of an access token is in a guild.
    func member(of guild: String, account: Account, by token: DiscordSecret) async throws(ChainError) -> Answer {
        let request = WebRequest(
            .get, "/api/v10/users/@me/guilds/\(guild)/member", headers: ["authorization": "Bearer \(token.text)"])
        let route = DiscordRoute(name: "GET /users/@me/guilds/{guild}/member", owner: account.address, guild: guild)
        return try await send(request, route)
    }

    /// What a user is in a guild, as the bot sees it.
    func member(of guild: String, account: Account, byBot token: DiscordSecret) async throws(ChainError) -> Answer {
        let request = WebRequest(
            .get, "/api/v10/guilds/\(guild)/members/\(account.address)", headers: ["authorization": "Bot \(token.text)"])
        return try await send(request, DiscordRoute(name: "GET /guilds/{guild}/members/{user}", owner: "bot", guild: guild))
    }

    private func send(_ request: WebRequest, _ route: DiscordRoute) async throws(ChainError) -> Answer {
        try limits.admit(route, now: now())
        var request = request
        request.headers.merge(Self.headers) { own, _ in own }
        let final = request
        let answer = try await pool.ask { provider throws(ChainError) in
            let web = try await provider.send(final)
            // Told to the pool, which rests a service that is down. Limits and refusals are the question's own.
            guard web.status < 500 else {
                throw ChainError(
                    .upstreamUnavailable, "Discord answered with HTTP \(web.status).",
                    retryAfterSeconds: web.retryAfterSeconds)
            }
            return Answer(web: web, source: provider.name)
        }
        limits.note(answer.web, to: route, now: now())
        return answer
    }

    /// Discord asks clients to name themselves in this form.
    private static let headers = ["user-agent": "DiscordBot (Gatehouse, 1.0.0)"]
}
