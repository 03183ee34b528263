import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Who may ask for one-time codes, and what trying keys costs.
@Suite struct BotKeyTests {
    private let member = TestConfiguration.members[0]

    @Test(arguments: [nil, "", "wrong", "\(MemoryGuild.botKey)x"]) func onlyTheBotGetsCodes(key: String?) async throws {
        try await TestServer.run { server in
            let refused = try await server.askCode(member, key: key)
            expectProblem(refused, "unauthenticated")
            #expect(refused.headers[.wwwAuthenticate] == "Bot")
            let token = try await server.token(of: TestWallet("sol"))
            let path = "/campaigns/members/discord-auth-code?discord_id=\(member)"
            expectProblem(try await server.get(path, token: token), "unauthenticated")
            expectProblem(try await server.get(path, token: MemoryGuild.botKey), "unauthenticated")
        }
    }

    @Test func aKeyThatNobodyCanLookAtIsNotCalledWrongAndCostsNothing() async throws {
        try await TestServer.run({ $0.rateLimits.discordCode = 2 }) { server in
            for _ in 0..<4 {
                let reply = try await server.askCode(member, key: MemoryGuild.unknowableKey)
                expectProblem(reply, "upstream_unavailable")
                #expect(reply.headers[.retryAfter] != nil)
                expectProblem(try await server.askCode(MemoryGuild.unknowableMember), "upstream_unavailable")
            }
            #expect(try await server.askCode(member).status == 200)
            for _ in 0..<2 { expectProblem(try await server.askCode(member, key: "guess"), "unauthenticated") }
            expectProblem(try await server.askCode(member, key: MemoryGuild.unknowableKey), "rate_limited")
        }
    }

    @Test func aGuessIsOneAlsoWhileAnotherChainCannotLookAtIt() async throws {
        let change: @Sendable (inout GatehouseConfiguration) -> Void = { configuration in
            configuration.rateLimits.discordCode = 2
            var away = configuration.chains[2]
            away.name = "away"
            away.options = ["network": "away", "knows_keys": false]
            configuration.chains.insert(away, at: 0)
        }
        try await TestServer.run(change) { server in
            expectProblem(try await server.askCode(member, campaign: "nowhere"), "campaign_unknown")
            for _ in 0..<2 {
                expectProblem(try await server.askCode(member, campaign: "nowhere", key: "guess"), "unauthenticated")
            }
            expectProblem(try await server.askCode(member, campaign: "nowhere", key: "guess"), "rate_limited")
        }
    }

    @Test func noMoreKeysAreLookedAtThanTheAddressMayTryAndNoneForEver() async throws {
        let change: @Sendable (inout GatehouseConfiguration) -> Void = {
            $0.rateLimits.discordCode = 2
            $0.server.requestTimeoutSeconds = 0.3
        }
        try await TestServer.run(change) { server in
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<5 {
                    group.addTask { try await server.askCode(member, key: MemoryGuild.endlessKey).code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == "rate_limited" } == 3)
            #expect(codes.count { $0 == "request_timeout" } == 2)
            expectProblem(try await server.askCode(member), "rate_limited", "who hangs up gets nothing back")
        }
    }

    @Test func codesAreLimitedByTheirDiscordUserAndNotByTheirBot() async throws {
        try await TestServer.run({ $0.rateLimits.discordCode = 2 }) { server in
            for _ in 0..<2 { #expect(try await server.askCode(member).status == 200) }
            expectProblem(try await server.askCode(member), "rate_limited")
            for user in TestConfiguration.members.dropFirst() {
                #expect(try await server.askCode(user).status == 200)
            }
            for _ in 0..<2 { expectProblem(try await server.askCode(member, key: "guess"), "unauthenticated") }
            expectProblem(try await server.askCode(member, key: "guess"), "rate_limited")
            let asked = Delivery.codeRequest("limited", user: member, campaign: "members", at: server.clock.now)
            let reply = try await server.deliver(asked)
            #expect(reply.status == 200 && reply.text.contains("Ask again in"))
        }
    }
}
