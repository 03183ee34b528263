import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Campaigns in which a token makes one user eligible only.
@Suite struct ClaimByAssetTests {
    private static let path = "/campaigns/claims/check-eligible"

    private static func claims(
        limit: Int? = nil, recheck: Double? = nil, atLeast: Int64 = 1
    ) -> @Sendable (inout GatehouseConfiguration) -> Void {
        { configuration in
            var campaign = TestConfiguration.campaign(
                "claims", ["sol"],
                ["holds": ["chain": "sol", "collection": .string(TestChains.collection), "at_least": .integer(atLeast)]])
            campaign.claimBy = .asset
            campaign.limit = limit
            campaign.recheckAfterSeconds = recheck
            configuration.campaigns.append(campaign)
        }
    }

    private func dryRun(_ server: TestServer, _ wallet: TestWallet) async throws -> JSONValue {
        try await server.get("\(Self.path)-dryrun?chain=sol&wallet=\(wallet.address)").body
    }

    @Test func aTokenThatMadeSomebodyEligibleMakesNobodyElseSo() async throws {
        try await TestServer.run(Self.claims()) { server in
            let seller = try TestWallet("sol", 1)
            let buyer = try TestWallet("sol", 2)
            let first = TestChains.token(1)
            server.chains.sol.replace(script: TestChains.solana(tokens: [seller.address: [first]]))
            let sold = try await server.token(of: seller)
            let granted = try await server.get(Self.path, token: sold)
            #expect(granted.body["is_eligible"] == true)
            #expect(granted.body["evidence"]?[0]?["items"] == [.string(first)])
            #expect(granted.body["evidence"]?[0]?["holders"] == [])

            server.chains.sol.replace(script: TestChains.solana(tokens: [buyer.address: [first]]))
            let bought = try await server.token(of: buyer)
            let refused = try await server.get(Self.path, token: bought).body
            #expect(refused["is_eligible"] == false && refused["status"] == "ineligible")
            #expect(refused["reasons"]?.elements?.compactMap { $0["code"]?.text } == ["holds_too_little", "asset_claimed"])
            #expect(try await dryRun(server, buyer)["is_eligible"] == false)
            #expect(try await server.get(Self.path, token: sold).body == granted.body)

            let both = [TestChains.token(2), first]
            server.chains.sol.replace(script: TestChains.solana(tokens: [buyer.address: both]))
            let other = try await server.get(Self.path, token: bought).body
            #expect(other["is_eligible"] == true)
            #expect(other["evidence"]?[0]?["items"] == [.string(both[0])])
            #expect(other["evidence"]?[0]?["amount"] == "1", "what does not count is not counted")
        }
    }

    @Test func ofFiftyWhoPassOneTokenAroundOneIsGranted() async throws {
        try await TestServer.run(Self.claims()) { server in
            let wallets = try (1...50).map { try TestWallet("sol", UInt8($0)) }
            let token = TestChains.token(1)
            server.chains.sol.replace(
                script: TestChains.solana(tokens: Dictionary(uniqueKeysWithValues: wallets.map { ($0.address, [token]) })))
            var tokens: [String] = []
            for wallet in wallets { tokens.append(try await server.token(of: wallet)) }
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for token in tokens { group.addTask { try await server.get(Self.path, token: token) } }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.count { $0.body["is_eligible"] == true } == 1)
            let refused = replies.filter { $0.body["is_eligible"] == false }
            #expect(refused.count == 49)
            #expect(refused.allSatisfy { $0.body["reasons"]?.json.contains("asset_claimed") == true })
            var listed = 0
            for token in tokens {
                listed += try await server.get("/user/info", token: token).body["eligibles"]?.elements?.count ?? 0
            }
            #expect(listed == 1)
        }
    }

    @Test func whoLosesARaceTakesTheNextFreeToken() async throws {
        try await TestServer.run(Self.claims()) { server in
            let wallets = try (1...12).map { try TestWallet("sol", UInt8($0)) }
            let all = (1...9).map(TestChains.token)
            server.chains.sol.replace(
                script: TestChains.solana(tokens: Dictionary(uniqueKeysWithValues: wallets.map { ($0.address, all) })))
            var tokens: [String] = []
            for wallet in wallets { tokens.append(try await server.token(of: wallet)) }
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for token in tokens { group.addTask { try await server.get(Self.path, token: token) } }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            let items = replies.filter { $0.body["is_eligible"] == true }
                .compactMap { $0.body["evidence"]?[0]?["items"]?[0]?.text }
            #expect(items.sorted() == all.sorted())
            #expect(replies.count { $0.body["is_eligible"] == false } == 3)
        }
    }

    @Test func aDryRunCountsWhatTheWalletsOwnerClaimed() async throws {
        try await TestServer.run(Self.claims()) { server in
            let owner = try TestWallet("sol", 1)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [TestChains.token(1)]]))
            let token = try await server.token(of: owner)
            #expect(try await dryRun(server, owner)["is_eligible"] == true)
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
            #expect(try await dryRun(server, owner)["is_eligible"] == true)
        }
    }

    @Test func aRecheckRestsOnTheTokenClaimedBefore() async throws {
        try await TestServer.run(Self.claims(recheck: 600)) { server in
            let owner = try TestWallet("sol", 1)
            let late = try TestWallet("sol", 2)
            let old = TestChains.token(5)
            let new = TestChains.token(1)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [old]]))
            let token = try await server.token(of: owner)
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
            server.clock.advance(seconds: 601)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [old, new]]))
            let again = try await server.get(Self.path, token: token).body
            #expect(again["is_eligible"] == true && again["evidence"]?[0]?["items"] == [.string(old)])
            server.chains.sol.replace(script: TestChains.solana(tokens: [late.address: [new]]))
            let other = try await server.token(of: late)
            #expect(try await server.get(Self.path, token: other).body["is_eligible"] == true)
        }
    }

    @Test func aGrantThatIsTakenBackKeepsItsToken() async throws {
        try await TestServer.run(Self.claims(limit: 1, recheck: 600)) { server in
            let owner = try TestWallet("sol", 1)
            let late = try TestWallet("sol", 2)
            let item = TestChains.token(1)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [item]]))
            let token = try await server.token(of: owner)
            let other = try await server.token(of: late)
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
            server.clock.advance(seconds: 601)
            server.chains.sol.replace(script: TestChains.solana(tokens: [late.address: [item]]))
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == false)
            #expect(try await server.get(Self.path, token: other).body["is_eligible"] == false)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [item]]))
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
        }
    }

    @Test func aChainThatIsDownIsNeitherYesNorNo() async throws {
        try await TestServer.run(Self.claims(recheck: 600)) { server in
            let owner = try TestWallet("sol", 1)
            server.chains.sol.replace(script: TestChains.solana(tokens: [owner.address: [TestChains.token(1)]]))
            let token = try await server.token(of: owner)
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
            server.clock.advance(seconds: 601)
            server.chains.sol.replace(script: [.rpc(fault: .reset)])
            #expect(try await server.get(Self.path, token: token).body["is_eligible"] == true)
            let late = try await server.token(of: TestWallet("sol", 2))
            let reply = try await server.get(Self.path, token: late)
            #expect(reply.body["is_eligible"] == .null && reply.headers[.retryAfter] != nil)
        }
    }

    @Test func aCampaignThatClaimsByWalletDoesNotAskWhoHeldATokenBefore() async throws {
        try await TestServer.run(Self.claims()) { server in
            for number in UInt8(1)...3 {
                let wallet = try TestWallet("sol", number)
                server.chains.sol.replace(script: TestChains.solana(tokens: [wallet.address: [TestChains.token(1)]]))
                let token = try await server.token(of: wallet)
                #expect(try await server.get("/campaigns/sol-holders/check-eligible", token: token).body["is_eligible"] == true)
                #expect(try await server.get(Self.path, token: token).body["is_eligible"] == .bool(number == 1))
            }
        }
    }
}
