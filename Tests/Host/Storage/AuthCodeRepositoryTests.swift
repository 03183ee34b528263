import ChainKit
import Foundation
import Testing

@testable import Host

@Suite struct AuthCodeRepositoryTests {
    private let now = TemporaryDatabase.now

    @Test func purgesWhatIsOverAndKeepsTheRest() async throws {
        try await TemporaryDatabase.withStore { store in
            let codes = AuthCodeRepository(store: store)
            let deliveries = DeliveryRepository(store: store)
            let campaign = try #require(try await CampaignRepository(store: store).register(["members"], now: now)["members"])
            let account = try Account(chain: ChainID("guild:test"), address: "100000000000000001")
            for number in 1...3 {
                let code = AuthCodeRecord(
                    hash: [UInt8](repeating: UInt8(number), count: 32), campaignID: campaign, chain: "guild", account: account,
                    expiresAt: now + number * 10)
                try await codes.record(code, now: now)
                let isNew = try await store.write { db in
                    try deliveries.record("\(number)", chain: "guild", until: now + number * 10, in: db)
                }
                #expect(isNew)
            }
            #expect(try await codes.purgeExpired(before: now + 20) == 2)
            #expect(try await deliveries.purgeExpired(before: now + 21) == 2)
            #expect(try await store.count("discord_auth_codes") == 1)
            #expect(try await store.count("interaction_deliveries") == 1)
            let left = try await codes.standing(of: [UInt8](repeating: 3, count: 32), campaignID: campaign, now: now)
            #expect(left != .unknown && left != .expired)
        }
    }

    @Test func aDeliveryOfAnotherChainIsAnother() async throws {
        try await TemporaryDatabase.withStore { store in
            let deliveries = DeliveryRepository(store: store)
            for (chain, isNew) in [("guild", true), ("other", true), ("guild", false)] {
                let noted = try await store.write { try deliveries.record("one", chain: chain, until: now, in: $0) }
                #expect(noted == isNew)
            }
        }
    }
}
