import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite struct DiscordRateLimitTests {
    private static let bot: JSONValue = ["bot_token": "token-of-the-bot"]
    private static let otherGuild: JSONValue = ["guild": "197038439483310087"]
    private static let otherPath = "/api/v10/guilds/197038439483310087/members/\(Samples.user)"

    @Test func doesNotAskBeforeAnEmptyBucketFills() async throws {
        let spent = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1.25", "X-RateLimit-Bucket": "abcd"]
        let script = [
            DiscordStage.get(DiscordStage.asBot(), Samples.member(), headers: spent),
            DiscordStage.get(Self.otherPath, Samples.member()),
        ]
        try await DiscordStage.with(script, options: Self.bot) { stage in
            let items = try await stage.items(Samples.hasRed)
            #expect(items == [Samples.user])
            let asked = stage.discord.requestCount
            #expect(try await stage.pause(Samples.hasRed) == 2)
            #expect(stage.discord.requestCount == asked)
            #expect(try await stage.items(Self.otherGuild) == [Samples.user])
            stage.clock.advance(by: 1.25)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
        }
    }

    @Test func sendsNoMoreThanTheBucketHolds() async throws {
        let left = ["X-RateLimit-Remaining": "2", "X-RateLimit-Reset-After": "10", "X-RateLimit-Bucket": "abcd"]
        let users = (0..<6).map { String(80_351_110_224_678_912 + $0) }
        let script = users.map { user in
            DiscordStage.get(
                DiscordStage.asBot(user), Samples.member(user: user), headers: user == users[0] ? left : [:])
        }
        try await DiscordStage.with(script, options: Self.bot) { stage in
            let holdings = try #require(stage.adapter.holdings)
            let asset = try await holdings.asset(Samples.hasRed)
            var queries: [HoldingQuery] = []
            for user in users {
                queries.append(HoldingQuery(account: try await stage.adapter.accounts.account(user), asset: asset))
            }
            _ = await holdings.holdings([queries[0]])
            let results = await holdings.holdings(Array(queries[1...]))
            #expect(results.compactMap { try? $0.get() }.count == 2)
            let pauses = results.compactMap { result -> Double? in
                if case .failure(let error) = result { error.retryAfterSeconds } else { nil }
            }
            #expect(pauses == [10, 10, 10])
            #expect(stage.discord.requestCount == 4)
        }
    }

    @Test(
        arguments: [
            (["retry-after": "65", "x-ratelimit-scope": "user"], #"{"retry_after":64.57,"global":false}"#, 65, true),
            ([:], #"{"retry_after":64.57,"global":false}"#, 65, true),
            (["x-ratelimit-reset-after": "3.5"], #"{"message":"x"}"#, 4, true),
            (["retry-after": "1", "x-ratelimit-global": "true"], #"{"retry_after":0.3,"global":true}"#, 1, false),
            ([:], #"{"retry_after":0.3,"global":true}"#, 1, false), (["retry-after": "600"], "<html>", 600, false),
            ([:], "<html>", 5, false),
        ] as [([String: String], String, Double, Bool)])
    func leavesDiscordAloneForAsLongAsItAsks(
        headers: [String: String], body: String, seconds: Double, othersGoOn: Bool
    ) async throws {
        let refusal = ScriptedUpstream.Response(status: 429, headers: headers, body: .raw(Array(body.utf8)))
        let script = [
            DiscordStage.get(DiscordStage.asBot(), refusal, times: 1),
            DiscordStage.get(DiscordStage.asBot(), Samples.member()), DiscordStage.get(Self.otherPath, Samples.member()),
        ]
        try await DiscordStage.with(script, options: Self.bot) { stage in
            #expect(try await stage.pause(Samples.hasRed) == seconds)
            let asked = stage.discord.requestCount
            #expect(try await stage.pause(Samples.hasRed) == seconds)
            #expect(stage.discord.requestCount == asked)
            let pause = try await stage.pause(Self.otherGuild)
            #expect((pause == nil) == othersGoOn)
            stage.clock.advance(by: seconds)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
        }
    }

    @Test func oneUsersLimitIsNotAnothers() async throws {
        let spent = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "60", "X-RateLimit-Bucket": "abcd"]
        let script = [
            DiscordStage.get("/api/v10/users/@me", ["id": .string(Samples.user)], times: 1),
            DiscordStage.get("/api/v10/users/@me", ["id": .string(Samples.otherUser)], times: 1),
            DiscordStage.get(DiscordStage.asUser, Samples.member(), headers: spent, times: 1),
            DiscordStage.get(DiscordStage.asUser, Samples.member(user: Samples.otherUser)),
        ]
        try await DiscordStage.with(script + DiscordStage.oauthScript()) { stage in
            _ = try await stage.verify(DiscordStage.grant)
            _ = try await stage.verify(DiscordStage.grant)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
            #expect(try await stage.pause(Samples.hasRed) == 60)
            #expect(try await stage.items(Samples.hasRed, user: Samples.otherUser) == [Samples.otherUser])
        }
    }
}
