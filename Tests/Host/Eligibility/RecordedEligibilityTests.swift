import ChainConformance
import ChainKit
import Foundation
import HTTPTypes
import Testing

@testable import Host

/// What check-eligible records, for how long, and for how many.
@Suite struct RecordedEligibilityTests {
    private static func change(
        _ name: String, _ change: @escaping @Sendable (inout CampaignConfiguration) -> Void
    ) -> @Sendable (inout GatehouseConfiguration) -> Void {
        { configuration in
            guard let index = configuration.campaigns.firstIndex(where: { $0.name == name }) else { return }
            change(&configuration.campaigns[index])
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_795_000_000)

    @Test func aYesIsRecordedOnceWithMethodAndWallet() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            let token = try await server.token(of: wallet)
            let first = try await server.get("/campaigns/sol-holders/check-eligible", token: token)
            server.clock.advance(seconds: 60)
            let second = try await server.get("/campaigns/sol-holders/check-eligible", token: token)
            #expect(first.body == second.body)
            let info = try await server.get("/campaigns/sol-holders/info", token: token)
            let expected: JSONValue = [
                [
                    "campaign_id": first.body["campaign_id"] ?? .null, "method": "sol", "wallet": .string(wallet.address),
                    "checked_at": "2026-11-18T11:06:40Z", "recheck_at": nil,
                ]
            ]
            #expect(info.body["eligibles"] == expected)
            #expect(try await server.get("/campaigns/open/info", token: token).body["eligibles"] == [])
            #expect(server.chains.sol.calls("getAssetsByOwner") == 1)
        }
    }

    @Test func aNoIsNotRecorded() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let token = try await server.token(of: wallet)
            #expect(try await server.get("/campaigns/sol-holders/check-eligible", token: token).body["is_eligible"] == false)
            #expect(try await server.get("/user/info", token: token).body["eligibles"] == [])
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            #expect(try await server.get("/campaigns/sol-holders/check-eligible", token: token).body["is_eligible"] == true)
        }
    }

    @Test(arguments: [("campaign_not_started", 1.0, 9.0), ("campaign_ended", -9.0, 0.0)])
    func aClosedCampaignGrantsNothingAndSaysWhy(code: String, from: Double, to: Double) async throws {
        let close = Self.change("open") {
            $0.start = Self.start.addingTimeInterval(from)
            $0.end = Self.start.addingTimeInterval(to)
        }
        try await TestServer.run(close) { server in
            let wallet = try TestWallet("sol")
            let token = try await server.token(of: wallet)
            let first = try await server.post("/eligible-first", ["wallet": .string(wallet.address), "campaigns": ["open"]])
            for result in [
                try await server.get("/campaigns/open/check-eligible", token: token).body,
                try await server.get("/campaigns/open/check-eligible-dryrun?wallet=\(wallet.address)").body,
                first.body["results"]?[0] ?? .null,
            ] {
                #expect(result["is_eligible"] == false && result["status"] == "ineligible")
                #expect(result["reasons"]?[0]?["code"]?.text == code)
            }
            #expect(try await server.get("/user/info", token: token).body["eligibles"] == [])
        }
    }

    @Test func aCampaignThatIsNotReadyGrantsNothingAndSaysSo() async throws {
        try await TestServer.run(Self.change("open") { $0.isReady = false }) { server in
            let token = try await server.token(of: TestWallet("sol"))
            let result = try await server.get("/campaigns/open/check-eligible", token: token).body
            #expect(result["is_eligible"] == false && result["reasons"]?[0]?["code"] == "campaign_not_ready")
        }
    }

    @Test func theWindowOpensAndClosesByTheClock() async throws {
        let window = Self.change("open") {
            $0.start = Self.start.addingTimeInterval(10)
            $0.end = Self.start.addingTimeInterval(20)
        }
        try await TestServer.run(window) { server in
            let path = "/campaigns/open/check-eligible-dryrun?wallet=\(try TestWallet("sol").address)"
            for (seconds, isEligible) in [(9.0, false), (1.0, true), (9.0, true), (1.0, false)] {
                server.clock.advance(seconds: seconds)
                #expect(try await server.get(path).body["is_eligible"] == .bool(isEligible))
            }
        }
    }

    @Test func whoWasGrantedStaysSoWhenTheCampaignEnds() async throws {
        let window = Self.change("open") {
            $0.end = Self.start.addingTimeInterval(1000)
            $0.recheckAfterSeconds = 600
        }
        try await TestServer.run(window) { server in
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.get("/campaigns/open/check-eligible", token: token).body["is_eligible"] == true)
            server.clock.advance(seconds: 1001)
            #expect(try await server.get("/campaigns/open/check-eligible", token: token).body["is_eligible"] == true)
            let late = try await server.token(of: TestWallet("sol", 2))
            #expect(try await server.get("/campaigns/open/check-eligible", token: late).body["is_eligible"] == false)
            #expect(try await server.get("/user/info", token: token).body["eligibles"]?.elements?.count == 1)
        }
    }

    @Test func aCampaignGrantsAsManyPlacesAsItHas() async throws {
        try await TestServer.run(Self.change("open") { $0.limit = 3 }) { server in
            var tokens: [String] = []
            for number in UInt8(1)...8 { tokens.append(try await server.token(of: TestWallet("sol", number))) }
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for token in tokens { group.addTask { try await server.get("/campaigns/open/check-eligible", token: token) } }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.count { $0.body["is_eligible"] == true } == 3)
            let refused = replies.filter { $0.body["is_eligible"] == false }
            #expect(refused.count == 5)
            #expect(refused.allSatisfy { $0.body["reasons"]?[0]?["code"] == "limit_reached" && $0.body["method"] == .null })
            #expect(try await server.get("/campaigns/open").body["remaining"] == 0)
            var again = 0
            for token in tokens
            where try await server.get("/campaigns/open/check-eligible", token: token).body["is_eligible"] == true {
                again += 1
            }
            #expect(again == 3)
        }
    }

    @Test func aGrantThatIsDueIsJudgedAnew() async throws {
        try await TestServer.run(Self.change("eth-holders") { $0.recheckAfterSeconds = 600 }) { server in
            let wallet = try TestWallet("eth")
            let token = try await server.token(of: wallet)
            func check() async throws -> JSONValue {
                try await server.get("/campaigns/eth-holders/check-eligible", token: token).body
            }
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await check()["is_eligible"] == true)
            server.chains.eth.replace(script: TestChains.ethereum(balance: 0))
            server.clock.advance(seconds: 599)
            #expect(try await check()["is_eligible"] == true)
            server.clock.advance(seconds: 1)
            #expect(try await check()["is_eligible"] == false)
            #expect(try await server.get("/user/info", token: token).body["eligibles"] == [])
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await check()["is_eligible"] == true)
        }
    }

    @Test func aGrantThatIsDueIsNotTakenBackByAChainThatIsDown() async throws {
        try await TestServer.run(Self.change("eth-holders") { $0.recheckAfterSeconds = 600 }) { server in
            let token = try await server.token(of: TestWallet("eth"))
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            let path = "/campaigns/eth-holders/check-eligible"
            #expect(try await server.get(path, token: token).body["is_eligible"] == true)
            server.chains.eth.replace(script: [.rpc(fault: .reset)])
            server.clock.advance(seconds: 601)
            #expect(try await server.get(path, token: token).body["is_eligible"] == true)
            #expect(try await server.get("/user/info", token: token).body["eligibles"]?.elements?.count == 1)
        }
    }

    @Test func aPlaceThatWasTakenBackIsFreeAgain() async throws {
        let change = Self.change("eth-holders") {
            $0.recheckAfterSeconds = 600
            $0.limit = 1
        }
        try await TestServer.run(change) { server in
            let path = "/campaigns/eth-holders/check-eligible"
            let first = try await server.token(of: TestWallet("eth", 1))
            let second = try await server.token(of: TestWallet("eth", 2))
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await server.get(path, token: first).body["is_eligible"] == true)
            #expect(try await server.get(path, token: second).body["reasons"]?[0]?["code"] == "limit_reached")
            server.clock.advance(seconds: 601)
            server.chains.eth.replace(script: TestChains.ethereum(balance: 0))
            #expect(try await server.get(path, token: first).body["is_eligible"] == false)
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await server.get(path, token: second).body["is_eligible"] == true)
        }
    }
}
