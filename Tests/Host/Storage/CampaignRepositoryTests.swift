import ChainKit
import Foundation
import Host
import Testing

@Suite struct CampaignRepositoryTests {
    private let now = TemporaryDatabase.now

    private func grant(
        _ userID: String, _ campaignID: Int, method: MethodID = "sol", at moment: Date = TemporaryDatabase.now,
        recheckAt: Date? = nil
    ) throws -> EligibilityGrant {
        let address = "0x" + userID.replacing("-", with: "") + "00000000"
        let account = try Account(chain: ChainID("eip155:1"), address: address)
        let asset = Asset(chain: account.chain, namespace: "erc721", reference: "0xabc")
        let holding = Holding(amount: Amount(3 as UInt64), at: .block(20_000_000), source: "primary", observedAt: moment)
        return EligibilityGrant(
            userID: userID, campaignID: campaignID, method: method, wallet: account.address,
            evidence: [Evidence(holding, answering: HoldingQuery(account: account, asset: asset))],
            reasons: [Reason("holds_enough", "holds 3 of \"Bears\"")], checkedAt: moment, recheckAt: recheckAt)
    }

    private func withCampaign(
        users count: Int, _ body: (Store, CampaignRepository, Int, [String]) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.withStore { store in
            let campaigns = CampaignRepository(store: store)
            let id = try #require(try await campaigns.register(["genesis"], now: now)["genesis"])
            var users: [String] = []
            for number in 1...count {
                let wallet = try evmWallet(number)
                users.append(try await UserRepository(store: store).signIn(wallet: wallet, chain: "eth", now: now).user.id)
            }
            try await body(store, campaigns, id, users)
        }
    }

    @Test func anIDStaysWithItsName() async throws {
        try await TemporaryDatabase.withStore { (store) async throws in
            let campaigns = CampaignRepository(store: store)
            #expect(try await campaigns.register(["genesis", "second"], now: now) == ["genesis": 1, "second": 2])
            #expect(try await campaigns.register(["third", "second"], now: now) == ["third": 3, "second": 2])
        }
    }

    @Test func givesBackAGrantAsItWasRecorded() async throws {
        try await withCampaign(users: 1) { store, campaigns, id, users in
            let yes = try grant(users[0], id, recheckAt: now + 60)
            guard case .recorded(let record) = try await campaigns.recordEligibility(yes, limit: nil) else {
                Issue.record("a first grant is recorded")
                return
            }
            #expect(record.grant == yes)
            #expect(record.recordedAt == now)
            #expect(try await campaigns.findEligibility(userID: users[0], campaignID: id) == record)
            #expect(try await campaigns.findEligibility(userID: users[0], campaignID: id + 1) == nil)
            #expect(try await campaigns.eligibilities(of: users[0]) == [record])
        }
    }

    @Test func aGrantThatStandsIsNotTouched() async throws {
        try await withCampaign(users: 1) { store, campaigns, id, users in
            let first = try grant(users[0], id)
            _ = try await campaigns.recordEligibility(first, limit: 1)
            let again = try grant(users[0], id, method: "bypass", at: now + 60, recheckAt: now + 90)
            guard case .alreadyRecorded(let standing) = try await campaigns.recordEligibility(again, limit: 1) else {
                Issue.record("the first grant stands")
                return
            }
            #expect(standing.grant == first)
            #expect(try await campaigns.findEligibility(userID: users[0], campaignID: id)?.grant == first)
            #expect(try await campaigns.countEligible([id]) == [id: 1])
        }
    }

    @Test func aGrantIsRenewedOnceItsRecheckIsDue() async throws {
        try await withCampaign(users: 1) { store, campaigns, id, users in
            _ = try await campaigns.recordEligibility(grant(users[0], id, recheckAt: now + 60), limit: 1)
            let renewal = try grant(users[0], id, method: "eth", at: now + 60, recheckAt: now + 120)
            guard case .recorded(let record) = try await campaigns.recordEligibility(renewal, limit: 1) else {
                Issue.record("a due grant is renewed, even when the campaign is full")
                return
            }
            #expect(record.grant == renewal)
            #expect(record.recordedAt == now)
            #expect(record.isCurrent(at: now + 119) && !record.isCurrent(at: now + 120))
            #expect(try await campaigns.countEligible([id]) == [id: 1])
        }
    }

    @Test func aLimitIsNeverOversold() async throws {
        try await withCampaign(users: 30) { store, campaigns, id, users in
            let other = CampaignRepository(store: try Store.open(store.path))
            let outcomes = try await withThrowingTaskGroup(of: GrantRecording.self) { group in
                for (number, user) in users.enumerated() {
                    let campaigns = number % 2 == 0 ? campaigns : other
                    for _ in 0..<2 { group.addTask { try await campaigns.recordEligibility(grant(user, id), limit: 7) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let recorded = outcomes.count { if case .recorded = $0 { true } else { false } }
            #expect(recorded == 7)
            #expect(try await campaigns.countEligible([id]) == [id: 7])
            #expect(try await store.count("user_campaign_eligibles") == 7)
        }
    }

    @Test func onlyADueGrantIsWithdrawn() async throws {
        try await withCampaign(users: 2) { store, campaigns, id, users in
            _ = try await campaigns.recordEligibility(grant(users[0], id, recheckAt: now + 60), limit: 1)
            #expect(try await campaigns.recordEligibility(grant(users[1], id), limit: 1) == .limitReached)
            #expect(try await !campaigns.withdrawOverdue(userID: users[0], campaignID: id, now: now + 59))
            #expect(try await campaigns.withdrawOverdue(userID: users[0], campaignID: id, now: now + 60))
            #expect(try await !campaigns.withdrawOverdue(userID: users[0], campaignID: id, now: now + 60))
            #expect(try await campaigns.countEligible([id]) == [id: 0])
            _ = try await campaigns.recordEligibility(grant(users[1], id), limit: 1)
            #expect(try await !campaigns.withdrawOverdue(userID: users[1], campaignID: id, now: .distantFuture))
        }
    }

    @Test func refusesAGrantToACampaignThatIsNotThere() async throws {
        try await withCampaign(users: 1) { store, campaigns, id, users in
            await #expect(throws: (any Error).self) {
                _ = try await campaigns.recordEligibility(grant(users[0], id + 1), limit: 5)
            }
        }
    }

    @Test func listsTheNewestGrantsFirst() async throws {
        try await withCampaign(users: 1) { store, campaigns, id, users in
            let ids = try await campaigns.register(["second", "third"], now: now)
            let second = try #require(ids["second"])
            let third = try #require(ids["third"])
            _ = try await campaigns.recordEligibility(grant(users[0], second, at: now + 2), limit: nil)
            _ = try await campaigns.recordEligibility(grant(users[0], id, at: now), limit: nil)
            _ = try await campaigns.recordEligibility(grant(users[0], third, at: now + 1), limit: nil)
            #expect(try await campaigns.eligibilities(of: users[0], limit: 2).map(\.grant.campaignID) == [second, third])
        }
    }
}
