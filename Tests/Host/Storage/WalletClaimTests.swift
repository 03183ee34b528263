import ChainKit
import Eligibility
import Foundation
import Host
import Testing

/// One account on one chain makes one user eligible, however many have proven it.
@Suite struct WalletClaimTests {
    private let now = TemporaryDatabase.now

    private func grant(
        _ userID: String, _ campaignID: Int, _ amounts: [(wallet: Int, amount: UInt64)], at moment: Date? = nil
    ) throws -> EligibilityGrant {
        let moment = moment ?? now
        let evidence = try amounts.map { wallet, amount in
            let account = try evmWallet(wallet)
            let asset = Asset(chain: account.chain, namespace: "erc20", reference: "0xabc")
            return Evidence(
                Holding(amount: Amount(amount), at: nil, source: "node", observedAt: moment),
                answering: HoldingQuery(account: account, asset: asset, wanted: Amount(1 as UInt64)))
        }
        return EligibilityGrant(
            userID: userID, campaignID: campaignID, method: "eth", wallet: nil, evidence: evidence, reasons: [],
            checkedAt: moment, recheckAt: moment + 60)
    }

    private func withUsers(_ body: (Store, CampaignRepository, [Int], [String]) async throws -> Void) async throws {
        try await TemporaryDatabase.withStore { store in
            let campaigns = CampaignRepository(store: store)
            let ids = try await campaigns.register(["first", "second"], now: now).values.sorted()
            var users: [String] = []
            for number in 1...2 {
                users.append(
                    try await UserRepository(store: store).signIn(wallet: evmWallet(number), chain: "eth", now: now).user.id)
            }
            try await body(store, campaigns, ids, users)
        }
    }

    private func isRecorded(
        _ campaigns: CampaignRepository, _ userID: String, _ campaignID: Int, _ amounts: [(wallet: Int, amount: UInt64)],
        at moment: Date? = nil
    ) async throws -> Bool {
        let grant = try grant(userID, campaignID, amounts, at: moment)
        if case .recorded = try await campaigns.recordEligibility(grant, limit: nil) { return true }
        return false
    }

    @Test func aSecondUsersGrantOnTheSameAccountIsUndone() async throws {
        try await withUsers { store, campaigns, ids, users in
            #expect(try await isRecorded(campaigns, users[0], ids[0], [(1, 5), (2, 0)]))
            let late = try grant(users[1], ids[0], [(3, 1), (1, 5)])
            #expect(try await campaigns.recordEligibility(late, limit: nil) == .walletCounted)
            #expect(try await campaigns.countEligible(ids) == [ids[0]: 1, ids[1]: 0])
            #expect(try await store.count("wallet_claims") == 1)
            #expect(try await isRecorded(campaigns, users[1], ids[1], [(1, 5)]), "another campaign does not count")
            #expect(try await isRecorded(campaigns, users[1], ids[0], [(2, 1)]), "what holds nothing is not counted")
        }
    }

    @Test func aClaimGoesWithItsGrantAndARenewalPutsItsOwnInItsPlace() async throws {
        try await withUsers { store, campaigns, ids, users in
            let isFirst = try await isRecorded(campaigns, users[0], ids[0], [(1, 5)])
            #expect(isFirst)
            #expect(try await isRecorded(campaigns, users[0], ids[0], [(1, 5), (3, 1)], at: now + 60))
            #expect(try await store.count("wallet_claims") == 2)
            #expect(try await isRecorded(campaigns, users[0], ids[0], [(3, 1)], at: now + 120))
            #expect(try await store.count("wallet_claims") == 1)
            #expect(try await campaigns.withdrawOverdue(userID: users[0], campaignID: ids[0], now: now + 180))
            #expect(try await store.count("wallet_claims") == 0)
            #expect(try await isRecorded(campaigns, users[1], ids[0], [(3, 1)], at: now + 180))
        }
    }
}
