import ChainKit
import Eligibility
import Foundation
import Testing

@testable import Host

/// An index shows a token that was claimed before, and may not show another that was not.
@Suite struct IndexedClaimTests {
    private static let now = TemporaryDatabase.now

    private static func holding(_ items: [String], _ basis: Holding.Basis) -> Holding {
        Holding(
            amount: Amount(UInt64(items.count)), items: items, basis: basis, at: nil, source: "words", observedAt: now)
    }

    /// Asks for a wallet with the token `old`, which somebody else has claimed, as the reader tells it.
    private func ask(_ reader: RecordingReader) async throws -> EligibleResult {
        try await TemporaryDatabase.withStore { store in
            let chains = TestChains()
            defer { chains.stop() }
            var configuration = TestConfiguration.make(database: store.path, chains: chains)
            configuration.chains = [ChainConfiguration(name: "words", adapter: "words")]
            var campaign = TestConfiguration.campaign("claims", ["words"], ["holds": ["chain": "words", "nft": "frogs"]])
            campaign.claimBy = .asset
            configuration.campaigns = [campaign]
            let platform = try await Platform.build(
                configuration, kinds: [reader.kind], now: { Self.now }, connect: { _, _, _ in UnconnectedPool() })
            let campaigns = CampaignRepository(store: store)
            let users = UserRepository(store: store)
            let ids = try await campaigns.register(["claims"], now: Self.now)
            let other = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: Self.now).user.id
            let grant = EligibilityGrant(
                userID: other, campaignID: try #require(ids["claims"]), method: "words", wallet: nil, evidence: [], reasons: [],
                checkedAt: Self.now, recheckAt: nil)
            let old = UniqueToken(asset: "words:main/nft:frogs", item: "old")
            _ = try await campaigns.recordEligibility(grant, claiming: [old], limit: nil)
            let service = EligibilityService(campaigns: campaigns, users: users, metrics: HostMetrics())
            let served = ServedPlatform(platform, ids: ids)
            let results = try await service.dryRun(
                served.campaigns, wallet: reader.account("anna"), platform: served, now: Self.now)
            return try #require(results.first)
        }
    }

    @Test func aNoIsAskedForOnceMoreWithMoreWanted() async throws {
        let reader = try RecordingReader { query in
            .success(Self.holding(["old"], query.wanted == Amount(1 as UInt64) ? .index : .chain))
        }
        let result = try await ask(reader)
        #expect(result.outcome == .no)
        #expect(reader.asked.map { $0.map(\.wanted) } == [[Amount(1 as UInt64)], [Amount(2 as UInt64)]])
        #expect(reader.asked.allSatisfy { $0.allSatisfy(\.namesItems) })
    }

    @Test func aTokenThatTheSecondLookFindsCounts() async throws {
        let reader = try RecordingReader { query in
            .success(Self.holding(query.wanted == Amount(1 as UInt64) ? ["old"] : ["fresh", "old"], .index))
        }
        let result = try await ask(reader)
        #expect(result.outcome == .yes && result.evidence.tokens.map(\.item) == ["fresh"])
    }

    @Test func aSecondLookThatFailsLeavesItOpen() async throws {
        let reader = try RecordingReader { query in
            query.wanted == Amount(1 as UInt64)
                ? .success(Self.holding(["old"], .index)) : .failure(ChainError(.upstreamUnconfirmed, "May be more."))
        }
        let result = try await ask(reader)
        #expect(result.outcome == .unknown && result.reasons.first?.code == "upstream_unconfirmed")
    }

    @Test func whatTheChainItselfShowsNeedsNoSecondLook() async throws {
        let reader = try RecordingReader { _ in .success(Self.holding(["old"], .chain)) }
        #expect(try await ask(reader).outcome == .no)
        #expect(reader.asked.count == 1)
    }

    @Test func tokensWithoutNamesAreNeverGrantedFor() async throws {
        let reader = try RecordingReader { _ in
            .success(Holding(amount: Amount(1 as UInt64), at: nil, source: "words", observedAt: Self.now))
        }
        let result = try await ask(reader)
        #expect(result.outcome == .unknown && result.reasons.map(\.code) == ["items_unknown"])
    }
}
