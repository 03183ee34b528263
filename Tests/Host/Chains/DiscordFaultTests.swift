import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// A Discord that does not answer rightly is never a no, and is left alone for as long as it asks.
@Suite struct DiscordFaultTests {
    private typealias Discord = ScriptedDiscord
    private static let healthy = [Discord.get(Discord.asBot(), Discord.member())]

    private static let faults: [OutsideFault] =
        OutsideFault.all + [
            .init("another user", .init(body: .json(Discord.member(user: Discord.otherUser)))),
            .init("roles as numbers", .init(body: .json(["user": ["id": .string(Discord.user)], "roles": [1]]))),
            .init("unknown guild", .init(status: 404, body: .json(["code": 10004]))),
            .init("missing access", .init(status: 403, body: .json(["code": 50001]))),
            .init("some 404", .init(status: 404, body: .json(["code": 0]))),
        ]

    @Test(arguments: faults)
    func aFaultyAnswerMakesTheVerdictUndetermined(fault: OutsideFault) async throws {
        try await Discord.run([.bot]) { discord, server in
            let token = try await server.linkedToDiscord()
            discord.tell([.init(.init(path: Discord.asBot()), fault.response)])
            expectUndetermined(try await server.get(Discord.path, token: token))
            let code = try await server.redCode().body["code"] ?? .null
            expectUndetermined(try await server.redeem(["code": code], campaign: "reds", token: token))
            expectUndetermined(try await server.get(Discord.path, token: token))
            discord.tell(Self.healthy)
            server.clock.advance(seconds: 2)
            #expect(try await server.eventually(Discord.path, token: token) { $0["is_eligible"] == true })
        }
    }

    @Test func aLimitIsKeptTo() async throws {
        try await Discord.run([.bot]) { discord, server in
            let token = try await server.linkedToDiscord()
            let refusal = ScriptedUpstream.Response(
                status: 429, headers: ["retry-after": "65", "x-ratelimit-scope": "user"],
                body: .json(["retry_after": .number(64.57), "global": false]))
            discord.tell([.init(.init(path: Discord.asBot()), refusal, times: 1)] + Self.healthy)
            let first = try await server.get(Discord.path, token: token)
            expectUndetermined(first)
            #expect(first.headers[.retryAfter] == "65" && first.reasons == ["upstream_rate_limited"], "\(first.text)")
            let asked = discord.upstream.requestCount
            server.clock.advance(seconds: 64)
            for _ in 0..<5 { expectUndetermined(try await server.get(Discord.path, token: token)) }
            #expect(discord.upstream.requestCount == asked)
            server.clock.advance(seconds: 1)
            #expect(try await server.get(Discord.path, token: token).body["is_eligible"] == true)
            #expect(discord.upstream.requestCount == asked + 1)
        }
    }

    @Test func anEmptyBucketIsWaitedFor() async throws {
        try await Discord.run([.bot]) { discord, server in
            let token = try await server.linkedToDiscord()
            let spent = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "10", "X-RateLimit-Bucket": "abcd"]
            discord.tell([Discord.get(Discord.asBot(), Discord.member(), headers: spent)])
            #expect(try await server.get(Discord.path, token: token).body["is_eligible"] == true)
            let asked = discord.upstream.requestCount
            expectUndetermined(try await server.get(Discord.pathAgain, token: token))
            #expect(discord.upstream.requestCount == asked)
            server.clock.advance(seconds: 10)
            #expect(try await server.get(Discord.pathAgain, token: token).body["is_eligible"] == true)
        }
    }

    @Test func aGrantOutlivesADiscordThatGoesDown() async throws {
        try await Discord.run([.bot]) { discord, server in
            discord.tell(Self.healthy)
            let token = try await server.token(of: TestWallet("sol"))
            let code = try await server.redCode().body["code"] ?? .null
            #expect(try await server.redeem(["code": code], campaign: "reds", token: token).body["is_eligible"] == true)
            discord.upstream.replace(script: [.rpc(fault: .reset)])
            #expect(try await server.get(Discord.path, token: token).body["is_eligible"] == true)
        }
    }
}
