import ChainConformance
import ChainCrypto
import ChainKit
import Foundation
import HTTPTypes

@testable import Host

/// A Discord with one guild, joined to a test server as the chain `discord`.
final class ScriptedDiscord: Sendable {
    typealias Entry = ScriptedUpstream.Entry

    static let user = "80351110224678912"
    static let otherUser = "80351110224678913"
    static let guild = "197038439483310086"
    static let red = "41771983423143936"
    static let blue = "41771983423143937"
    static let botKey = "the-bots-own-long-key"
    static let path = "/campaigns/reds/check-eligible"
    /// Asks what ``path`` asks, for a user whom that has granted already.
    static let pathAgain = "/campaigns/reds-again/check-eligible"
    private static let seed = [UInt8](repeating: 7, count: 32)

    /// What a configuration needs for each way to know Discord's users.
    enum Way: CaseIterable {
        case command, bot, oauth

        fileprivate var options: [String: JSONValue] {
            switch self {
            case .command: ["public_key": .string(Hex.encode(Ed25519.publicKey(seed: ScriptedDiscord.seed) ?? []))]
            case .bot: ["bot_key": .string(ScriptedDiscord.botKey), "bot_token": "token-of-the-bot"]
            case .oauth:
                [
                    "client_id": "157730590492196864", "client_secret": "hush-client-secret",
                    "redirect_uris": ["https://rewards.example/discord"],
                ]
            }
        }
    }

    let upstream: ScriptedUpstream

    init() throws(ChainError) {
        upstream = try ScriptedUpstream(script: [Self.gateway])
        upstream.start()
    }

    /// Lets Discord answer so, and tell where its gateway is.
    func tell(_ script: [Entry]) { upstream.replace(script: script + [Self.gateway]) }

    /// Runs a test server that has the chain, and a campaign for those with the red role.
    static func run(
        _ ways: [Way], _ body: @Sendable (ScriptedDiscord, TestServer) async throws -> Void
    ) async throws {
        let discord = try ScriptedDiscord()
        defer { discord.upstream.stop() }
        let options = ways.reduce(into: [:]) { $0.merge($1.options) { first, _ in first } }
        try await TestServer.run({ configuration in
            configuration.chains.append(
                TestConfiguration.chain("discord", "discord", discord.upstream.url, options: .object(options)))
            for name in ["reds", "reds-again", "over"] {
                configuration.campaigns.append(
                    TestConfiguration.campaign(
                        name, ["discord"], ["holds": ["chain": "discord", "guild": .string(guild), "role": .string(red)]]))
            }
            configuration.campaigns[configuration.campaigns.endIndex - 1].end = Date(timeIntervalSince1970: 1)
        }) { server in try await body(discord, server) }
    }

    static let gateway = get("/api/v10/gateway", ["url": "wss://gateway.discord.gg"])

    static func get(_ path: String, _ body: JSONValue, headers: [String: String] = [:]) -> Entry {
        Entry(.init(method: "GET", path: path), .init(headers: headers, body: .json(body)))
    }

    static func asBot(_ user: String = user) -> String { "/api/v10/guilds/\(guild)/members/\(user)" }
    static let asUser = "/api/v10/users/@me/guilds/\(guild)/member"

    static func member(_ roles: [String] = [red], user: String = user) -> JSONValue {
        [
            "user": ["id": .string(user), "username": "x"], "nick": nil, "roles": .array(roles.map { .string($0) }),
            "joined_at": "2024-01-01T00:00:00.000000+00:00", "pending": false, "communication_disabled_until": nil,
        ]
    }

    /// A Discord that takes any OAuth2 code, for the user.
    static func oauth(scope: String = "identify guilds.members.read", user: String = user) -> [Entry] {
        [
            Entry(
                .init(method: "POST", path: "/api/oauth2/token"),
                .init(
                    body: .json([
                        "access_token": "user-access-token", "token_type": "Bearer", "expires_in": 604_800,
                        "refresh_token": "user-refresh-token", "scope": .string(scope),
                    ]))),
            get("/api/v10/users/@me", ["id": .string(user), "username": "x"]),
        ]
    }

    static func command(
        _ id: String = "1190000000000000001", campaign: String = "reds", user: String = user, roles: [String] = [red]
    ) -> JSONValue {
        [
            "id": .string(id), "type": 2, "token": "reply-token", "guild_id": .string(guild),
            "data": [
                "id": "2", "name": "gatehouse", "type": 1,
                "options": [["name": "campaign", "type": 3, "value": .string(campaign)]],
            ],
            "member": member(roles, user: user),
        ]
    }

    /// Discord's headers on a delivery: its signature over time and body.
    static func headers(_ body: [UInt8], at time: Date) -> HTTPFields {
        let timestamp = String(Int64(time.timeIntervalSince1970))
        let signature = Ed25519.sign(Array(timestamp.utf8) + body, seed: seed) ?? []
        return [
            .contentType: "application/json", HTTPField.Name("X-Signature-Ed25519")!: Hex.encode(signature),
            HTTPField.Name("X-Signature-Timestamp")!: timestamp,
        ]
    }
}

extension TestServer {
    /// Delivers as Discord does.
    /// - Parameter change: what a forger changes after signing.
    func deliverFromDiscord(
        _ body: JSONValue, _ change: (inout HTTPFields, inout [UInt8]) -> Void = { _, _ in }
    ) async throws -> TestReply {
        var bytes = body.jsonBytes
        var headers = ScriptedDiscord.headers(bytes, at: clock.now)
        change(&headers, &bytes)
        return try await send(.post, "/interactions/discord", headers: headers, body: bytes)
    }

    /// A one-time code, as the bot gets it.
    func redCode(_ user: String = ScriptedDiscord.user, key: String = ScriptedDiscord.botKey) async throws -> TestReply {
        try await askCode(user, campaign: "reds", key: key)
    }

    /// The token of a user whose Discord account is linked, while Discord has not been asked anything about it.
    func linkedToDiscord() async throws -> String {
        let token = try await token(of: TestWallet("sol"))
        let issued = try await askCode(ScriptedDiscord.user, campaign: "over", key: ScriptedDiscord.botKey)
        _ = try await redeem(["code": issued.body["code"] ?? .null], campaign: "over", token: token)
        return token
    }
}

extension TestReply {
    /// The one-time code in what Discord shows the user.
    var codeInMessage: String? {
        body["data"]?["content"]?.text?.firstMatch(of: /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/).map { String($0.0) }
    }
}
