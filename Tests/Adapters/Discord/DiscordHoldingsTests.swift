import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite struct DiscordHoldingsTests {
    private static let bot: JSONValue = ["bot_token": "token-of-the-bot"]

    @Test(
        arguments: [
            (Samples.member(), true), (Samples.member([Samples.blue]), false), (Samples.member([]), false),
            (Samples.member([Samples.red + "0"]), false), (Samples.member(pending: true), false),
            (Samples.member(pending: nil), true),
        ] as [(JSONValue, Bool)])
    func readsAMemberWithTheBotsToken(member: JSONValue, holds: Bool) async throws {
        try await DiscordStage.with([DiscordStage.get(DiscordStage.asBot(), member)], options: Self.bot) { stage in
            let holding = try await stage.read(Samples.hasRed).get()
            #expect(holding.amount == (holds ? Amount(1 as UInt64) : .zero))
            #expect(holding.items == (holds ? [Samples.user] : []))
            #expect(holding.basis == .chain)
            #expect(holding.source == "discord.com")
            #expect(holding.observedAt == stage.clock.now)
            #expect(stage.discord.lastHeaders["authorization"] == "Bot token-of-the-bot")
        }
    }

    @Test func whoIsNoMemberHoldsNothing() async throws {
        let unknown = ScriptedUpstream.Response(status: 404, body: .json(["message": "Unknown Member", "code": 10007]))
        try await DiscordStage.with([DiscordStage.get(DiscordStage.asBot(), unknown)], options: Self.bot) { stage in
            let items = try await stage.items(Samples.membership)
            #expect(items == [])
        }
    }

    @Test func looksWithTheUsersOwnToken() async throws {
        let unknown = ScriptedUpstream.Response(status: 404, body: .json(["message": "Unknown Guild", "code": 10004]))
        let script = [
            DiscordStage.get(DiscordStage.asUser, Samples.member(), times: 1), DiscordStage.get(DiscordStage.asUser, unknown),
        ]
        try await DiscordStage.with(script + DiscordStage.oauthScript()) { stage in
            #expect(try await stage.failure(Samples.hasRed)?.code == .reauthorizationRequired)
            #expect(stage.discord.requestCount == 0)
            _ = try await stage.verify(DiscordStage.grant)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
            #expect(stage.discord.lastHeaders["authorization"] == "Bearer user-access-token")
            #expect(try await stage.items(Samples.hasRed) == [])
            #expect(try await stage.failure(Samples.hasRed, user: Samples.otherUser)?.code == .reauthorizationRequired)
            stage.clock.advance(by: 604_801)
            #expect(try await stage.failure(Samples.hasRed)?.code == .reauthorizationRequired)
        }
    }

    @Test func aGrantWithoutTheScopeSeesNoGuild() async throws {
        try await DiscordStage.with(DiscordStage.oauthScript(scope: "identify")) { stage in
            _ = try await stage.verify(DiscordStage.grant)
            #expect(try await stage.failure(Samples.membership)?.code == .reauthorizationRequired)
        }
    }

    @Test(arguments: [(401, 0), (403, 50001)] as [(Int, Int64)])
    func aTokenThatIsWorthNothingIsForgotten(status: Int, code: Int64) async throws {
        let refusal = ScriptedUpstream.Response(status: status, body: .json(["message": "no", "code": .integer(code)]))
        try await DiscordStage.with([DiscordStage.get(DiscordStage.asUser, refusal)] + DiscordStage.oauthScript()) { stage in
            _ = try await stage.verify(DiscordStage.grant)
            for _ in 0..<3 {
                #expect(try await stage.failure(Samples.hasRed)?.code == .reauthorizationRequired)
            }
            #expect(stage.discord.requestCount == 4)
        }
    }

    @Test func theBotLooksWhereTheUsersTokenNoLongerDoes() async throws {
        let refusal = ScriptedUpstream.Response(status: 401, body: .json(["message": "401: Unauthorized", "code": 0]))
        var options = DiscordStage.oauth.members ?? [:]
        options["bot_token"] = "token-of-the-bot"
        let script = [
            DiscordStage.get(DiscordStage.asUser, refusal), DiscordStage.get(DiscordStage.asBot(), Samples.member()),
        ]
        try await DiscordStage.with(script + DiscordStage.oauthScript(), options: .object(options)) { stage in
            _ = try await stage.verify(DiscordStage.grant)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
        }
    }

    @Test func asksOnceForAllQuestionsAboutOneMember() async throws {
        let script = [DiscordStage.get(DiscordStage.asBot(), Samples.member())]
        try await DiscordStage.with(script, options: Self.bot) { stage in
            let all: JSONValue = [
                "guild": .string(Samples.guild), "roles": [.string(Samples.red), .string(Samples.blue)], "match": "all",
            ]
            let results = try await stage.read([Samples.membership, Samples.hasRed, Samples.hasBlue, all, Samples.hasRed])
            #expect(try results.map { try $0.get().amount.description } == ["1", "1", "0", "0", "1"])
            #expect(stage.discord.requestCount == 2)
        }
    }

    @Test func rolesOfOneMemberAskedForAtOnceAreOneQuestion() async throws {
        let answer = ScriptedUpstream.Response(body: .json(Samples.member()), fault: .slow(milliseconds: 300))
        try await DiscordStage.with([DiscordStage.get(DiscordStage.asBot(), answer)], options: Self.bot) { stage in
            #expect(await stage.adapter.health().status == .ok)
            async let red = stage.items(Samples.hasRed)
            async let blue = stage.items(Samples.hasBlue)
            async let membership = stage.items(Samples.membership)
            let items = try await [red, blue, membership]
            #expect(items == [[Samples.user], [], [Samples.user]])
            #expect(stage.discord.requestCount == 2)
        }
    }

    @Test func answersInOrderWhateverEachQuestionComesToWithinTheBudget() async throws {
        let users = (0..<20).map { String(80_351_110_224_678_912 + $0) }
        let unclear = ScriptedUpstream.Response(status: 404, body: .json(["message": "Unknown User", "code": 10013]))
        let script = users.enumerated().map { index, user in
            index % 3 == 0
                ? DiscordStage.get(DiscordStage.asBot(user), unclear)
                : DiscordStage.get(DiscordStage.asBot(user), Samples.member(index % 3 == 1 ? [Samples.red] : [], user: user))
        }
        try await DiscordStage.with(script, options: Self.bot) { stage in
            let holdings = try #require(stage.adapter.holdings)
            let asset = try await holdings.asset(Samples.hasRed)
            let foreign = HoldingQuery(account: try Account(caip10: "eip155:1:0xabc"), asset: asset)
            var queries: [HoldingQuery] = []
            for user in users {
                queries.append(HoldingQuery(account: try await stage.adapter.accounts.account(user), asset: asset))
            }
            let results = await holdings.holdings([foreign] + queries)
            let outcomes = results.map { result in
                switch result {
                case .success(let holding): holding.items.first ?? "no"
                case .failure(let error): error.code.rawValue
                }
            }
            let expected = users.enumerated().map { $0 % 3 == 0 ? "upstream_unavailable" : $0 % 3 == 1 ? $1 : "no" }
            #expect(outcomes == ["account_invalid"] + expected)
            let identity = 1
            let budget = stage.adapter.manifest.budget.limit(queries: queries.count, accounts: users.count)
            #expect(stage.discord.requestCount - identity <= budget)
        }
    }
}
