import ChainKit
import Testing

@testable import Host

/// An OAuth2 code links an account only in a session that its user opened for the campaign, so that nobody can have a
/// page of theirs end in somebody else's link.
@Suite struct OAuthSessionTests {
    private let code = "good:\(TestConfiguration.members[0])"

    @Test func theStateMustBeTheSessions() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let mine = try await server.oauth(code, token: token)
            let other = try await server.oauth(code, token: token)
            expectProblem(
                try await server.redeem(mine.changing("state", to: other["state"]), token: token), "signature_invalid")
            expectProblem(try await server.redeem(mine, token: token), "session_unknown", "the attempt used it up")
            #expect(try await server.redeem(other, token: token).status == 200)
            expectProblem(try await server.redeem(other, token: token), "session_unknown")
        }
    }

    @Test func theSessionMustBeTheUsersOwnForTheCampaignAndTheChain() async throws {
        try await TestServer.run { server in
            let mallory = try await server.token(of: TestWallet("sol", 1))
            let victim = try await server.token(of: TestWallet("sol", 2))
            let foreign = try await server.oauth(code, token: mallory)
            expectProblem(try await server.redeem(foreign, token: victim), "session_unknown")
            let elsewhere = try await server.oauth(code, campaign: "insiders", token: victim)
            expectProblem(try await server.redeem(elsewhere, token: victim), "session_unknown")
            let wallet = try await server.oauth(code, chain: "sol", token: victim)
            expectProblem(try await server.redeem(wallet, token: victim), "session_unknown")
            let signIn = try await server.get("/sign-in?chain=guild").body["session_id"]
            let opened = try await server.oauth(code, token: victim).changing("session_id", to: signIn)
            expectProblem(try await server.redeem(opened, token: victim), "session_unknown")
            #expect(try await server.get("/user/info", token: victim).body["discord_id"] == .null)
        }
    }

    @Test func theSessionMustStillBeOpen() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let body = try await server.oauth(code, token: token)
            server.clock.advance(seconds: 600)
            expectProblem(try await server.redeem(body, token: token), "session_expired")
        }
    }
}

extension JSONValue {
    fileprivate func changing(_ name: String, to value: JSONValue?) -> JSONValue {
        var all = members ?? [:]
        all[name] = value
        return .object(all)
    }
}
