import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Memberships that Discord is asked about: by the bot's code and token, and by the user's OAuth2 grant.
@Suite struct DiscordMembershipTests {
    private typealias Discord = ScriptedDiscord

    private func redeemed(_ server: TestServer, _ number: UInt8 = 1, user: String = Discord.user) async throws -> TestReply {
        let code = try await server.redCode(user).body["code"] ?? .null
        return try await server.redeem(
            ["code": code], campaign: "reds", token: server.token(of: TestWallet("sol", number)))
    }

    private func granted(_ server: TestServer, _ code: String = "the-code") async throws -> TestReply {
        let token = try await server.token(of: TestWallet("sol"))
        let body = try await server.oauth(
            code, redirectURI: "https://rewards.example/discord", chain: "discord", campaign: "reds", token: token)
        return try await server.redeem(body, campaign: "reds", token: token)
    }

    @Test func theBotsCodeMakesAMemberEligible() async throws {
        try await Discord.run([.bot]) { discord, server in
            discord.tell([Discord.get(Discord.asBot(), Discord.member())])
            let verdict = try await redeemed(server)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.text)")
            #expect(verdict.body["evidence"]?[0]?["source"] == "scripted")
            #expect(discord.upstream.lastHeaders["authorization"] == "Bot token-of-the-bot")
            expectProblem(try await server.redCode(key: "the-bots-own-long-keY"), "unauthenticated")
            expectProblem(try await server.redCode("no-id"), "invalid_request")
        }
    }

    @Test func whoHasAnotherRoleOrIsNoMemberIsNotEligible() async throws {
        try await Discord.run([.bot]) { discord, server in
            discord.tell([
                Discord.get(Discord.asBot(), Discord.member([Discord.blue])),
                .init(
                    .init(path: Discord.asBot(Discord.otherUser)),
                    .init(status: 404, body: .json(["code": 10007, "message": "Unknown Member"]))),
            ])
            for (number, user) in [(UInt8(1), Discord.user), (2, Discord.otherUser)] {
                let verdict = try await redeemed(server, number, user: user)
                #expect(verdict.body["is_eligible"] == false && verdict.reasons == ["holds_too_little"], "\(verdict.text)")
            }
        }
    }

    @Test func anOAuthCodeProvesTheAccountAndItsGrantReadsTheMembership() async throws {
        try await Discord.run([.oauth, .bot]) { discord, server in
            discord.tell(Discord.oauth() + [Discord.get(Discord.asUser, Discord.member())])
            let verdict = try await granted(server)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.text)")
            #expect(discord.upstream.lastHeaders["authorization"] == "Bearer user-access-token")
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == Discord.user)
        }
    }

    @Test func aGrantThatReadsNoGuildsLinksTheAccountAndAsksForAnother() async throws {
        try await Discord.run([.oauth]) { discord, server in
            discord.tell(Discord.oauth(scope: "identify"))
            let verdict = try await granted(server)
            #expect(verdict.body["is_eligible"] == .null && verdict.reasons == ["reauthorization_required"], "\(verdict.text)")
            discord.tell(Discord.oauth() + [Discord.get(Discord.asUser, Discord.member())])
            #expect(try await granted(server).body["is_eligible"] == true)
        }
    }

    @Test func aCodeThatDiscordDoesNotTakeIsRefused() async throws {
        try await Discord.run([.oauth]) { discord, server in
            discord.tell([
                .init(.init(path: "/api/oauth2/token"), .init(status: 400, body: .json(["error": "invalid_grant"])))
            ])
            expectProblem(try await granted(server), "signature_invalid")
        }
    }

    @Test(arguments: OutsideFault.all, ["/api/oauth2/token", "/api/v10/users/@me"])
    func aFaultOfTheExchangeIsNoRefusal(fault: OutsideFault, path: String) async throws {
        try await Discord.run([.oauth]) { discord, server in
            discord.tell([.init(.init(path: path), fault.response)] + Discord.oauth())
            let reply = try await granted(server)
            #expect([502, 503].contains(reply.status) && problemFaults(reply) == [], "\(reply.text)")
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.get("/user/info", token: token).body["discord_id"] == .null)
        }
    }
}
