import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// One Discord account is one user's, and one user has one.
@Suite struct DiscordLinkTests {
    private let member = TestConfiguration.members[0]
    private let other = TestConfiguration.members[1]

    @Test func anAccountOfAnotherUserIsRefusedAndTheCodeIsUsedUp() async throws {
        try await TestServer.run { server in
            let first = try await server.token(of: TestWallet("sol", 1))
            let second = try await server.token(of: TestWallet("sol", 2))
            #expect(try await server.redeem(["code": server.code(of: member)], token: first).status == 200)
            let code = try await server.code(of: member)
            expectProblem(try await server.redeem(["code": code], token: second), "discord_already_linked")
            expectProblem(try await server.redeem(["code": code], token: first), "code_used")
            #expect(try await server.get("/user/info", token: second).body["discord_id"] == .null)
            #expect(try await server.get("/user/info", token: first).body["discord_id"]?.text == member)
        }
    }

    @Test func aUserHasNoSecondAccountByWhateverWay() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.redeem(["code": server.code(of: member)], token: token).status == 200)
            expectProblem(try await server.redeem(["code": server.code(of: other)], token: token), "discord_already_linked")
            expectProblem(
                try await server.redeem(server.oauth("good:\(other)", token: token), token: token), "discord_already_linked")
            let session = try await server.get("/campaigns/members/eligible-sign-in?chain=guild", token: token).body
            let nonce = String(session["message"]?.text?.split(separator: " ").last ?? "")
            let proof: JSONValue = [
                "oauth_code": .string("good:\(other)"), "redirect_uri": "https://rewards.example/back", "state": .string(nonce),
            ]
            let linked = try await server.post(
                "/campaigns/members/eligible-verify", ["session_id": session["session_id"] ?? .null, "data": proof], token: token)
            expectProblem(linked, "discord_already_linked")
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == member)
        }
    }

    /// A code can be handed on: whoever redeems it must not let its maker in.
    @Test func nobodyBecomesTheUserToWhomTheirAccountWasLinked() async throws {
        try await TestServer.run { server in
            let victim = try await server.token(of: TestWallet("sol"))
            #expect(try await server.redeem(["code": server.code(of: member)], token: victim).status == 200)
            expectProblem(try await signIn(server, as: member), "wallet_already_linked")
            let stranger = try await signIn(server, as: other)
            #expect(stranger.status == 200)
            #expect(try await signIn(server, as: other).body["user"]?["user_id"] == stranger.body["user"]?["user_id"])
            let own = try #require(stranger.body["token"]?.text)
            let third = TestConfiguration.members[2]
            expectProblem(try await server.redeem(["code": server.code(of: third)], token: own), "discord_already_linked")
        }
    }

    private func signIn(_ server: TestServer, as account: String) async throws -> TestReply {
        let session = try await server.get("/sign-in?chain=guild").body
        let nonce = String(session["message"]?.text?.split(separator: " ").last ?? "")
        let proof: JSONValue = [
            "oauth_code": .string("good:\(account)"), "redirect_uri": "https://rewards.example/back", "state": .string(nonce),
        ]
        return try await server.post("/verify", ["session_id": session["session_id"] ?? .null, "data": proof])
    }

    @Test func aUserMayProveTheirOwnAccountAgain() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            for _ in 0..<2 {
                let reply = try await server.redeem(["code": server.code(of: member)], token: token)
                #expect(reply.status == 200 && reply.body["is_eligible"] == true)
            }
        }
    }

    @Test func ofTwoUsersWithCodesForOneAccountOneGetsIt() async throws {
        try await TestServer.run { server in
            for number in UInt8(1)...5 {
                let user = "10000000000000001\(number)"
                let tokens = [
                    try await server.token(of: TestWallet("sol", number)),
                    try await server.token(of: TestWallet("sol", number + 100)),
                ]
                let codes = [try await server.code(of: user), try await server.code(of: user)]
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for (token, code) in zip(tokens, codes) {
                        group.addTask { try await server.redeem(["code": code], token: token).status }
                    }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses.sorted() == [200, 409])
            }
        }
    }

    @Test func anOAuthCodeLinksTheAccountAndItsMembershipCounts() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let reply = try await server.redeem(server.oauth("good:\(member)", token: token), token: token)
            #expect(reply.status == 200 && reply.body["is_eligible"] == true)
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == member)
        }
    }

    @Test(arguments: [("bad", "signature_invalid"), ("late", "proof_expired"), ("down", "upstream_unavailable")])
    func anOAuthCodeThatIsNotAcceptedLinksNothing(code: String, problem: String) async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            expectProblem(try await server.redeem(server.oauth(code, token: token), token: token), problem)
            #expect(try await server.get("/user/info", token: token).body["discord_id"] == .null)
        }
    }

    @Test(
        arguments: [
            ([:], "/code"), (["code": 1], "/code"), (["code": ""], "/code"),
            (["code": "a", "oauth_code": "b", "redirect_uri": "c"], "/code"),
            (["oauth_code": "a"], "/redirect_uri"), (["oauth_code": "a", "redirect_uri": []], "/redirect_uri"),
            (["oauth_code": "a", "redirect_uri": "b", "state": "c"], "/session_id"),
            (["oauth_code": "a", "redirect_uri": "b", "session_id": "c"], "/state"),
        ] as [(JSONValue, String)])
    func aBodyMustHoldOneOfTheTwo(body: JSONValue, pointer: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.redeem(body, token: server.token(of: TestWallet("sol")))
            expectProblem(reply, "invalid_request")
            #expect(reply.body["errors"]?[0]?["pointer"]?.text == pointer)
        }
    }
}
