import ChainConformance
import ChainKit
import DiscordAdapter
import Foundation
import Synchronization
import Upstream

/// The adapter, before a scripted Discord on loopback, with a clock that stands still.
struct DiscordStage {
    typealias Entry = ScriptedUpstream.Entry

    let discord: ScriptedUpstream
    let adapter: any ChainAdapter
    let clock: TestClock

    static let oauth: JSONValue = [
        "client_id": "157730590492196864", "client_secret": "hush-client-secret",
        "redirect_uris": ["https://rewards.example/discord", "https://rewards.example/other"],
    ]

    /// - Parameter deadline: what one HTTP request may take.
    static func with(
        _ script: [Entry], options: JSONValue = oauth, deadline: Duration = .seconds(5),
        _ play: (DiscordStage) async throws -> Void
    ) async throws {
        var settings = CurlTransport.Settings()
        settings.totalDeadline = deadline
        let transport = try CurlTransport(settings)
        let discord = try ScriptedUpstream(script: script + [gateway])
        discord.start()
        let clock = TestClock()
        do {
            let provider = try HTTPProvider(name: "discord.com", url: discord.url, transport: transport, retry: .never)
            let setup = AdapterSetup(
                name: "discord", options: options, providers: [.init(name: "discord.com", host: "127.0.0.1", options: [:])],
                now: { clock.now }
            ) { chain, identify in
                FailoverPool(chain: chain, providers: [provider], identify: identify)
            }
            try await play(DiscordStage(discord: discord, adapter: try AdapterKind.discord.make(setup), clock: clock))
        } catch {
            await transport.shutdown()
            discord.stop()
            throw error
        }
        await transport.shutdown()
        discord.stop()
    }

    static let gateway = get("/api/v10/gateway", ["url": "wss://gateway.discord.gg"])

    static func get(_ path: String, _ body: JSONValue, headers: [String: String] = [:], times: Int? = nil) -> Entry {
        Entry(.init(method: "GET", path: path), .init(headers: headers, body: .json(body)), times: times)
    }

    static func get(_ path: String, _ response: ScriptedUpstream.Response, times: Int? = nil) -> Entry {
        Entry(.init(method: "GET", path: path), response, times: times)
    }

    static func asBot(_ user: String = Samples.user) -> String { "/api/v10/guilds/\(Samples.guild)/members/\(user)" }
    static let asUser = "/api/v10/users/@me/guilds/\(Samples.guild)/member"

    /// A Discord that knows one OAuth2 code, whose owner is the sample user.
    static func oauthScript(
        scope: String = "identify guilds.members.read", user: String = Samples.user, token: JSONValue = "user-access-token"
    ) -> [Entry] {
        [
            Entry(
                .init(method: "POST", path: "/api/oauth2/token"),
                .init(
                    body: .json([
                        "access_token": token, "token_type": "Bearer", "expires_in": 604_800,
                        "refresh_token": "user-refresh-token", "scope": .string(scope),
                    ]))),
            get("/api/v10/users/@me", ["id": .string(user), "username": "x"]),
        ]
    }

    /// Asks about roles of the sample user in the sample guild, one query a description.
    func read(_ descriptions: [JSONValue], user: String = Samples.user) async throws -> [Result<Holding, ChainError>] {
        guard let holdings = adapter.holdings else { return [] }
        let account = try await adapter.accounts.account(user)
        var queries: [HoldingQuery] = []
        for description in descriptions {
            queries.append(HoldingQuery(account: account, asset: try await holdings.asset(description)))
        }
        return await holdings.holdings(queries)
    }

    func read(_ description: JSONValue, user: String = Samples.user) async throws -> Result<Holding, ChainError> {
        try await read([description], user: user)[0]
    }

    /// The tokens an asset comes to; none is a no.
    func items(_ description: JSONValue, user: String = Samples.user) async throws -> [String] {
        let holding = try await read(description, user: user).get()
        return holding.amount == .zero ? [] : holding.items
    }

    /// Why there is no answer.
    func failure(_ description: JSONValue, user: String = Samples.user) async throws -> ChainError? {
        switch try await read(description, user: user) {
        case .success: nil
        case .failure(let error): error
        }
    }

    /// For how many seconds Discord is left alone instead of being asked.
    func pause(_ description: JSONValue) async throws -> Double? {
        let error = try await failure(description)
        return error?.code == .upstreamRateLimited ? error?.retryAfterSeconds : nil
    }

    func challenge(account: Account? = nil) -> Challenge {
        Challenge(
            chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example", nonce: "n0nceOfThisChallenge",
            issuedAt: clock.now, expiresAt: clock.now + 600, account: account)
    }

    func verify(_ fields: JSONValue, account: Account? = nil) async throws(ChainError) -> ProofVerdict? {
        let challenge = challenge(account: account)
        return try await adapter.ownership?.verify(Proof(fields), answering: challenge, now: clock.now)
    }

    /// The sample user's answer to the challenge by OAuth2.
    static let grant: JSONValue = [
        "oauth_code": "the-code", "redirect_uri": "https://rewards.example/discord", "state": "n0nceOfThisChallenge",
    ]
}

/// A time that moves when a test says so.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))

    var now: Date { time.withLock { $0 } }
    func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}
