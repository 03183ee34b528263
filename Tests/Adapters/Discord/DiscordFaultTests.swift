import ChainConformance
import ChainKit
import Foundation
import Testing

/// A Discord that fails is never a no, and needs no restart when it is back.
@Suite struct DiscordFaultTests {
    private static let bot: JSONValue = ["bot_token": "token-of-the-bot"]

    private static func text(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> ScriptedUpstream.Response {
        .init(status: status, headers: headers, body: .raw(Array(text.utf8)))
    }

    static let faults: [ScriptedUpstream.Response] = [
        .init(fault: .hang), .init(fault: .reset), .init(body: .json(Samples.member()), fault: .truncate),
        text("", status: 500), text("", status: 503), text("<html>"), text(""), text("{}"), text("[]"), text("null"),
        text("", status: 204), text("", status: 302, headers: ["location": "https://evil.example"]), text("", status: 404),
        text(#"{"message":"404: Not Found","code":0}"#, status: 404), text(#"{"code":10013}"#, status: 404),
        text("", status: 400), text("<html>", status: 403),
        text("<html>", status: 429, headers: ["retry-after": "600"]),
        text(#"{"retry_after":1.5,"global":false}"#, status: 429),
        .init(body: .json(Samples.member(user: Samples.otherUser))),
        .init(body: .json(["roles": [.string(Samples.red)], "pending": false])),
        .init(body: .json(["user": ["id": .string(Samples.user)], "roles": [41_771_983_423_143_936]])),
        .init(body: .json(["user": ["id": .string(Samples.user)], "roles": .string(Samples.red)])),
        .init(body: .json(Samples.member(pending: "false"))),
    ]

    @Test(arguments: faults, [true, false])
    func itsFailureBlamesTheOutside(fault: ScriptedUpstream.Response, asBot: Bool) async throws {
        let path = asBot ? DiscordStage.asBot() : DiscordStage.asUser
        let script = [DiscordStage.get(path, fault)] + DiscordStage.oauthScript()
        let options = asBot ? Self.bot : DiscordStage.oauth
        try await DiscordStage.with(script, options: options, deadline: .milliseconds(300)) { stage in
            if !asBot { _ = try await stage.verify(DiscordStage.grant) }
            let failed = try await stage.read(Samples.hasRed)
            guard case .failure(let error) = failed else {
                Issue.record("an answer: \(failed)")
                return
            }
            #expect(error.code.blame == .outside)
            #expect(error.adapter == "discord")
            #expect(!error.description.contains("token-of-the-bot"))
            stage.discord.replace(script: [DiscordStage.get(path, Samples.member()), DiscordStage.gateway])
            stage.clock.advance(by: 601)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
        }
    }

    @Test(
        arguments: [
            (401, ["message": "401: Unauthorized", "code": 0], "bot_token"),
            (403, ["message": "Missing Access", "code": 50001], "invite the bot"),
            (404, ["message": "Unknown Guild", "code": 10004], "invite the bot"),
        ] as [(Int, JSONValue, String)])
    func aBotThatMayNotLookIsTheOperatorsToMend(status: Int, body: JSONValue, hint: String) async throws {
        let script = [DiscordStage.get(DiscordStage.asBot(), .init(status: status, body: .json(body)))]
        try await DiscordStage.with(script, options: Self.bot) { stage in
            guard case .failure(let error) = try await stage.read(Samples.hasRed) else {
                Issue.record("an answer")
                return
            }
            #expect(error.code == .upstreamUnavailable)
            #expect(error.message.contains(hint))
        }
    }

    @Test(
        arguments: [
            .init(body: .json(["url": "https://elsewhere.example"])), .init(body: .json([:])), text("<html>"),
            text("", status: 404), text("<html>", status: 429, headers: ["retry-after": "9"]),
        ] as [ScriptedUpstream.Response])
    func aServerThatIsNotDiscordIsNotAsked(answer: ScriptedUpstream.Response) async throws {
        let script = [DiscordStage.get("/api/v10/gateway", answer), DiscordStage.get(DiscordStage.asBot(), Samples.member())]
        try await DiscordStage.with(script, options: Self.bot) { stage in
            guard case .failure(let error) = try await stage.read(Samples.hasRed) else {
                Issue.record("an answer")
                return
            }
            #expect(error.code.blame == .outside)
            #expect(stage.discord.requestCount == 1)
        }
    }

    @Test func itsHealthIsItsGateways() async throws {
        try await DiscordStage.with([], options: Self.bot) { stage in
            #expect(await stage.adapter.health().status == .ok)
        }
    }
}
