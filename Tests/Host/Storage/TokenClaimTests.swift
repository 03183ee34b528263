import ChainKit
import Eligibility
import Foundation
import Testing

@testable import Host

/// One token makes one user eligible for a campaign.
@Suite struct TokenClaimTests {
    private let now = TemporaryDatabase.now
    private static let frog = UniqueToken(asset: "solana:main/collection:frogs", item: "frog-1")
    private static let toad = UniqueToken(asset: "solana:main/collection:frogs", item: "frog-2")

    private func grant(_ userID: String, _ campaignID: Int, at moment: Date? = nil, recheckAt: Date? = nil) -> EligibilityGrant {
        EligibilityGrant(
            userID: userID, campaignID: campaignID, method: "sol", wallet: nil, evidence: [], reasons: [],
            checkedAt: moment ?? now, recheckAt: recheckAt)
    }

    private func withCampaigns(
        users count: Int, _ body: (Store, CampaignRepository, [Int], [String]) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.withStore { store in
            let campaigns = CampaignRepository(store: store)
            let ids = try await campaigns.register(["first", "second"], now: now)
            var users: [String] = []
            for number in 1...count {
                users.append(
                    try await UserRepository(store: store).signIn(wallet: evmWallet(number), chain: "eth", now: now).user.id)
            }
            try await body(store, campaigns, ids.values.sorted(), users)
        }
    }

    private func claimants(_ store: Store, _ campaign: Int) async throws -> [UniqueToken: String] {
        let campaigns = CampaignRepository(store: store)
        return try await store.read { try campaigns.claimants(of: [Self.frog, Self.toad], campaignID: campaign, in: $0) }
    }

    @Test func ofManyWritersOneGetsTheToken() async throws {
        try await withCampaigns(users: 50) { store, campaigns, ids, users in
            let other = CampaignRepository(store: try Store.open(store.path))
            let outcomes = try await withThrowingTaskGroup(of: GrantRecording.self) { group in
                for (number, user) in users.enumerated() {
                    let campaigns = number % 2 == 0 ? campaigns : other
                    group.addTask {
                        try await campaigns.recordEligibility(grant(user, ids[0]), claiming: [Self.frog], limit: nil)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .tokenClaimed } == 49)
            #expect(try await campaigns.countEligible([ids[0]]) == [ids[0]: 1])
            #expect(try await store.count("user_campaign_eligibles") == 1)
            #expect(try await store.count("asset_claims") == 1)
            #expect(try await store.count("audit_log") == 1)
        }
    }

    @Test func whatAGrantWithATakenTokenWroteIsUndone() async throws {
        try await withCampaigns(users: 2) { store, campaigns, ids, users in
            _ = try await campaigns.recordEligibility(grant(users[0], ids[0]), claiming: [Self.toad], limit: nil)
            let late = try await campaigns.recordEligibility(
                grant(users[1], ids[0]), claiming: [Self.frog, Self.toad], limit: nil)
            #expect(late == .tokenClaimed)
            #expect(try await claimants(store, ids[0]) == [Self.toad: users[0]])
            #expect(try await campaigns.countEligible(ids) == [ids[0]: 1, ids[1]: 0])
        }
    }

    @Test func aTokenIsClaimedForEachCampaignByItself() async throws {
        try await withCampaigns(users: 2) { store, campaigns, ids, users in
            for (campaign, user) in zip(ids, users) {
                guard
                    case .recorded = try await campaigns.recordEligibility(
                        grant(user, campaign), claiming: [Self.frog], limit: nil)
                else {
                    Issue.record("another campaign does not count")
                    return
                }
            }
            #expect(try await claimants(store, ids[0]) == [Self.frog: users[0]])
            #expect(try await claimants(store, ids[1]) == [Self.frog: users[1]])
        }
    }

    @Test func aGrantThatIsTakenBackLeavesItsTokenClaimed() async throws {
        try await withCampaigns(users: 2) { store, campaigns, ids, users in
            let due = grant(users[0], ids[0], recheckAt: now + 60)
            _ = try await campaigns.recordEligibility(due, claiming: [Self.frog], limit: nil)
            #expect(try await campaigns.withdrawOverdue(userID: users[0], campaignID: ids[0], now: now + 60))
            let other = grant(users[1], ids[0], at: now + 61)
            #expect(try await campaigns.recordEligibility(other, claiming: [Self.frog], limit: nil) == .tokenClaimed)
            let again = grant(users[0], ids[0], at: now + 62)
            guard case .recorded = try await campaigns.recordEligibility(again, claiming: [Self.frog], limit: nil) else {
                Issue.record("one's own claim is no obstacle")
                return
            }
        }
    }

    @Test func aFullCampaignClaimsNothing() async throws {
        try await withCampaigns(users: 2) { store, campaigns, ids, users in
            _ = try await campaigns.recordEligibility(grant(users[0], ids[0]), claiming: [Self.toad], limit: 1)
            let late = try await campaigns.recordEligibility(grant(users[1], ids[0]), claiming: [Self.frog], limit: 1)
            #expect(late == .limitReached)
            #expect(try await claimants(store, ids[0]) == [Self.toad: users[0]])
        }
    }
}
