import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite struct DiscordOwnershipTests {
    @Test func sendsTheUserToDiscordsAuthorizePage() async throws {
        try await DiscordStage.with([]) { stage in
            let message = try #require(try await stage.adapter.ownership?.message(for: stage.challenge()))
            let url =
                "https://discord.com/oauth2/authorize?response_type=code&client_id=157730590492196864"
                + "&scope=identify%20guilds.members.read&state=n0nceOfThisChallenge"
                + "&redirect_uri=https%3A%2F%2Frewards.example%2Fdiscord&prompt=consent"
            #expect(message == url)
            #expect(!message.contains("hush"))
        }
    }

    @Test func acceptsTheOwnerOfAnOAuth2Code() async throws {
        try await DiscordStage.with(DiscordStage.oauthScript()) { stage in
            let account = try await stage.adapter.accounts.account(Samples.user)
            let verdict = try await stage.verify(DiscordStage.grant, account: account)
            #expect(verdict == .accepted(account))
            #expect(stage.discord.lastHeaders["authorization"] == "Bearer user-access-token")
            #expect(stage.discord.lastHeaders["user-agent"]?.hasPrefix("DiscordBot (") == true)
            #expect(stage.discord.unmatched == [])
        }
    }

    @Test(
        arguments: [
            (["state": "n0nceOfThisChallengE"], .signatureInvalid), (["state": ""], .signatureInvalid),
            (["redirect_uri": "https://evil.example/"], .domainMismatch),
            (["redirect_uri": "https://rewards.example/discord/"], .domainMismatch),
        ] as [(JSONValue, ProofVerdict.Rejection)])
    func refusesWhatIsNotOurChallengeWithoutAskingDiscord(change: JSONValue, rejection: ProofVerdict.Rejection) async throws {
        try await DiscordStage.with(DiscordStage.oauthScript()) { stage in
            let fields = (DiscordStage.grant.members ?? [:]).merging(change.members ?? [:]) { _, new in new }
            let verdict = try await stage.verify(.object(fields))
            #expect(verdict == .rejected(rejection))
            #expect(stage.discord.requestCount == 0)
        }
    }

    @Test func refusesAnExpiredChallengeWithoutAskingDiscord() async throws {
        try await DiscordStage.with(DiscordStage.oauthScript()) { stage in
            let challenge = stage.challenge()
            for seconds in [600.0, -61] {
                let verdict = try await stage.adapter.ownership?.verify(
                    Proof(DiscordStage.grant), answering: challenge, now: stage.clock.now + seconds)
                #expect(verdict == .rejected(.proofExpired))
            }
            #expect(stage.discord.requestCount == 0)
        }
    }

    @Test func refusesAnotherUserThanTheOneAskedFor() async throws {
        try await DiscordStage.with(DiscordStage.oauthScript(user: Samples.otherUser)) { stage in
            let account = try await stage.adapter.accounts.account(Samples.user)
            let verdict = try await stage.verify(DiscordStage.grant, account: account)
            #expect(verdict == .rejected(.addressInvalid))
        }
    }

    @Test func refusesACodeThatDiscordRefuses() async throws {
        let refusal = ScriptedUpstream.Response(status: 400, body: .raw(Array(#"{"error":"invalid_grant"}"#.utf8)))
        try await DiscordStage.with([.init(.init(method: "POST"), refusal)]) { stage in
            let verdict = try await stage.verify(DiscordStage.grant)
            #expect(verdict == .rejected(.signatureInvalid))
        }
    }

    @Test func needsToSeeWhoTheUserIs() async throws {
        try await DiscordStage.with(DiscordStage.oauthScript(scope: "guilds.members.read email")) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.verify(DiscordStage.grant) }
            #expect(error?.code == .reauthorizationRequired)
        }
    }

    @Test(
        arguments: [
            (["redirect_uri": "https://rewards.example/discord", "state": "x"], "/oauth_code"),
            (["oauth_code": 5], "/oauth_code"), (["oauth_code": "x", "state": "x"], "/redirect_uri"),
            (["oauth_code": "x", "redirect_uri": "x"], "/state"),
            (["signature": "x", "timestamp": "1", "body": "{}"], "/signature"),
            (["oauth_code": .string(String(repeating: "x", count: 513))], "/oauth_code"), (nil, "/oauth_code"),
        ] as [(JSONValue, String)])
    func saysWhatAProofLacks(fields: JSONValue, pointer: String) async throws {
        try await DiscordStage.with([]) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.verify(fields) }
            #expect(error?.code == .proofMalformed)
            #expect(error?.pointer == pointer)
        }
    }

    @Test func refusesAChallengeOfAnotherChain() async throws {
        try await DiscordStage.with([]) { stage in
            var challenge = stage.challenge()
            challenge.chain = try ChainID("eip155:1")
            await #expect(throws: ChainError.self) { try await stage.adapter.ownership?.message(for: challenge) }
            challenge = stage.challenge()
            challenge.nonce = "a&b=c&d=e"
            let error = await #expect(throws: ChainError.self) { try await stage.adapter.ownership?.message(for: challenge) }
            #expect(error?.code == .challengeInvalid)
        }
    }

    static let faults: [ScriptedUpstream.Response] = [
        .init(fault: .hang), .init(fault: .reset), .init(fault: .truncate), .init(status: 500, body: .raw([])),
        .init(status: 502, body: .raw([])), .init(body: .raw(Array("<html>".utf8))), .init(body: .json([:])),
        .init(status: 401, body: .json(["error": "invalid_client"])), .init(status: 404, body: .raw([])),
        .init(status: 400, body: .json(["redirect_uri": ["Not a well formed URL."]])), .init(status: 403, body: .raw([])),
        .init(status: 429, headers: ["retry-after": "7"], body: .raw(Array("<html>".utf8))),
    ]

    @Test(arguments: faults, ["/api/oauth2/token", "/api/v10/users/@me"])
    func aDiscordThatFailsIsNoRefusal(fault: ScriptedUpstream.Response, path: String) async throws {
        let script = [ScriptedUpstream.Entry(.init(path: path), fault)] + DiscordStage.oauthScript()
        try await DiscordStage.with(script, deadline: .milliseconds(300)) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.verify(DiscordStage.grant) }
            #expect(error?.code.blame == .outside)
            #expect(error?.description.contains("hush") == false)
            #expect(error?.description.contains("user-access-token") == false)
        }
    }

    @Test(arguments: ["short", "with space", "line\r\nbreak", ""])
    func refusesAnAccessTokenThatFitsInNoHeader(token: String) async throws {
        let isFit = token == "short"
        try await DiscordStage.with(DiscordStage.oauthScript(token: .string(token))) { stage in
            if isFit {
                let verdict = try await stage.verify(DiscordStage.grant)
                #expect(verdict != nil)
            } else {
                let error = await #expect(throws: ChainError.self) { try await stage.verify(DiscordStage.grant) }
                #expect(error?.code == .upstreamInvalid)
            }
        }
    }
}
