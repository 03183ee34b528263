import ChainKit
import Foundation
import GRDB
import Testing

@testable import Host

/// The one-time codes a bot asks for, and what becomes of them.
@Suite struct AuthCodeRouteTests {
    private let member = TestConfiguration.members[0]
    private let stranger = "999999999999999999"

    @Test func aCodeLinksTheAccountAndItsMembershipCounts() async throws {
        try await TestServer.run { server in
            let issued = try await server.askCode(member)
            #expect(issued.status == 200)
            let expiry = server.clock.now.addingTimeInterval(900)
            #expect(issued.body["expires_at"]?.text == RFC3339.format(expiry))
            let code = try #require(issued.body["code"]?.text)
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.get("/user/info", token: token).body["discord_id"] == .null)
            let result = try await server.redeem(["code": .string(code.lowercased())], token: token)
            #expect(result.status == 200 && result.body["is_eligible"] == true)
            #expect(result.body["method"] == "guild" && result.body["campaign"] == "members")
            let user = try await server.get("/user/info", token: token).body
            #expect(user["discord_id"]?.text == member)
            #expect(user["eligibles"]?.elements?.count == 1)
            expectProblem(try await server.redeem(["code": .string(code)], token: token), "code_used")
        }
    }

    @Test func anAccountThatIsNoMemberIsLinkedAndNotEligible() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let result = try await server.redeem(["code": server.code(of: stranger)], token: token)
            #expect(result.status == 200 && result.body["is_eligible"] == false)
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == stranger)
        }
    }

    @Test func ofFiftyWhoRedeemOneCodeAtOnceOneGetsIt() async throws {
        try await TestServer.run { server in
            var tokens: [String] = []
            for number in UInt8(1)...5 { tokens.append(try await server.token(of: TestWallet("sol", number))) }
            let code = try await server.code(of: member)
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for number in 0..<50 {
                    group.addTask { [tokens] in try await server.redeem(["code": code], token: tokens[number % 5]) }
                }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 200 } == 1)
            #expect(replies.count { $0.code == "code_used" } == 49)
        }
    }

    @Test func aCodeIsWorthNothingToAnotherCampaignAndStaysGoodForItsOwn() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let code = try await server.code(of: member)
            expectProblem(try await server.redeem(["code": code], campaign: "insiders", token: token), "code_unknown")
            #expect(try await server.get("/user/info", token: token).body["discord_id"] == .null)
            #expect(try await server.redeem(["code": code], token: token).status == 200)
        }
    }

    @Test func aCodeIsOverAfterAQuarterOfAnHour() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let code = try await server.code(of: member)
            let other = try await server.code(of: TestConfiguration.members[1])
            server.clock.advance(seconds: 899)
            #expect(try await server.redeem(["code": code], token: token).status == 200)
            server.clock.advance(seconds: 1)
            let second = try await server.token(of: TestWallet("sol", 2))
            expectProblem(try await server.redeem(["code": other], token: second), "code_expired")
            let dry = try await server.post("/campaigns/members/discord-auth-dryrun", ["code": other])
            #expect(dry.body == ["valid": false, "reason": "code_expired"])
        }
    }

    @Test func aDryRunUsesNothingUp() async throws {
        try await TestServer.run { server in
            let code = try await server.code(of: member)
            func dryRun(_ campaign: String, _ code: JSONValue) async throws -> JSONValue {
                try await server.post("/campaigns/\(campaign)/discord-auth-dryrun", ["code": code]).body
            }
            for _ in 0..<3 {
                let dry = try await dryRun("members", code)
                #expect(dry == ["valid": true, "reason": .null])
            }
            #expect(try await dryRun("insiders", code) == ["valid": false, "reason": "code_unknown"])
            #expect(try await dryRun("members", "0000-0000-0000-0000") == ["valid": false, "reason": "code_unknown"])
            #expect(try await dryRun("members", "nonsense") == ["valid": false, "reason": "code_unknown"])
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.redeem(["code": code], token: token).status == 200)
            #expect(try await dryRun("members", code) == ["valid": false, "reason": "code_used"])
        }
    }

    @Test func whatTheBotAsksWronglyIsNamed() async throws {
        try await TestServer.run { server in
            for (user, campaign, code) in [
                ("12", "members", "invalid_request"), ("abc", "members", "invalid_request"),
                (member, "open", "discord_not_offered"), (member, "nowhere", "campaign_unknown"),
            ] {
                expectProblem(try await server.askCode(user, campaign: campaign), code, "\(user) \(campaign)")
            }
            let wrong = try await server.askCode("12")
            #expect(wrong.body["errors"]?[0]?["pointer"] == "discord_id")
            let token = try await server.token(of: TestWallet("sol"))
            expectProblem(try await server.redeem(["code": "x"], campaign: "open", token: token), "discord_not_offered")
        }
    }

    @Test func theDatabaseHoldsNoCode() async throws {
        let folder = TestFolder()
        try await TestServer.run(folder: folder) { server in
            let code = try #require(try await server.code(of: member).text)
            let plain = code.replacing("-", with: "")
            let files = ["gatehouse.db", "gatehouse.db-wal"].compactMap {
                try? Data(contentsOf: URL(fileURLWithPath: folder.file($0)))
            }
            func holds(_ text: String) -> Bool { files.contains { $0.range(of: Data(text.utf8)) != nil } }
            #expect(holds(member))
            #expect(!holds(code) && !holds(plain))
        }
    }
}
