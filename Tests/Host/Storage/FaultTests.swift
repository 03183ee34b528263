import ChainKit
import Eligibility
import Foundation
import Host
import Testing

/// A fault at every statement of the write paths that take several: nothing of them may stay behind.
@Suite struct FaultTests {
    private let now = TemporaryDatabase.now
    private static let tables = [
        "users", "user_wallets", "refresh_tokens", "revoked_tokens", "campaigns", "user_campaign_eligibles", "asset_claims",
        "wallet_claims",
    ]

    private func makeFail(_ change: String, of table: String, in store: Store) async throws {
        try await store.write {
            try $0.run("CREATE TRIGGER fault BEFORE \(change) ON \(table) BEGIN SELECT RAISE(ABORT, 'fault'); END")
        }
    }

    private func contents(_ store: Store) async throws -> [String] {
        try await store.read { db in
            try Self.tables.map { try db.rows("SELECT * FROM \($0)").map { "\($0)" }.joined() }
        }
    }

    private func expectNothingLeft(
        of write: (Store) async throws -> Void, whenItCannot change: String, _ table: String, in store: Store
    ) async throws {
        let before = try await contents(store)
        try await makeFail(change, of: table, in: store)
        await #expect(throws: (any Error).self) { try await write(store) }
        #expect(try await contents(store) == before)
        try await store.write { try $0.run("DROP TRIGGER fault") }
        try await write(store)
        #expect(try await contents(store) != before)
    }

    private func token(_ user: UserRecord, _ number: UInt8) -> RefreshRecord {
        RefreshRecord(
            hash: Array(repeating: number, count: 32), family: "family", userID: user.id, walletAddress: user.walletAddress,
            chain: user.chain, accessJTI: "jti-\(number)", accessExpiresAt: now + 600, expiresAt: now + 3600)
    }

    @Test(arguments: ["users", "user_wallets", "refresh_tokens"])
    func aSignInIsWholeOrNothing(_ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let tokens = TokenRepository(store: store)
            try await expectNothingLeft(
                of: { store in
                    try await store.write { db in
                        let user = try users.signIn(wallet: evmWallet(1), chain: "eth", now: now, in: db).user
                        try tokens.record(token(user, 1), now: now, in: db)
                    }
                }, whenItCannot: "INSERT", table, in: store)
        }
    }

    @Test(arguments: [("INSERT", "refresh_tokens"), ("UPDATE", "refresh_tokens")])
    func aRotationIsWholeOrNothing(_ change: String, _ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let tokens = TokenRepository(store: store)
            try await tokens.record(token(user, 1), now: now)
            try await expectNothingLeft(
                of: { _ in
                    let successor = RefreshSuccessor(
                        hash: Array(repeating: 2, count: 32), accessJTI: "jti-2", accessExpiresAt: now + 600,
                        expiresAt: now + 3600)
                    _ = try await tokens.rotate(token(user, 1).hash, to: successor, now: now)
                }, whenItCannot: change, table, in: store)
        }
    }

    @Test(arguments: [("INSERT", "revoked_tokens"), ("UPDATE", "refresh_tokens")])
    func aSignOutIsWholeOrNothing(_ change: String, _ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let tokens = TokenRepository(store: store)
            try await tokens.record(token(user, 1), now: now)
            try await expectNothingLeft(
                of: { _ in try await tokens.signOut("jti-1", until: now + 600, now: now) }, whenItCannot: change, table,
                in: store)
        }
    }

    @Test(arguments: [("INSERT", "user_wallets"), ("UPDATE", "users")])
    func aLinkIsWholeOrNothing(_ change: String, _ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            try await expectNothingLeft(
                of: { _ in _ = try await users.link(wallet: evmWallet(2), chain: "eth", to: user.id, now: now + 1) },
                whenItCannot: change, table, in: store)
        }
    }

    @Test(arguments: [("INSERT", "user_campaign_eligibles"), ("UPDATE", "campaigns")])
    func aGrantIsWholeOrNothing(_ change: String, _ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let campaigns = CampaignRepository(store: store)
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let id = try #require(try await campaigns.register(["genesis"], now: now)["genesis"])
            let grant = EligibilityGrant(
                userID: user.id, campaignID: id, method: "bypass", wallet: nil, evidence: [], reasons: [], checkedAt: now,
                recheckAt: now + 60)
            try await expectNothingLeft(
                of: { _ in _ = try await campaigns.recordEligibility(grant, limit: 1) }, whenItCannot: change, table,
                in: store)
            try await expectNothingLeft(
                of: { _ in _ = try await campaigns.withdrawOverdue(userID: user.id, campaignID: id, now: now + 60) },
                whenItCannot: change == "INSERT" ? "DELETE" : change, table, in: store)
        }
    }

    @Test(arguments: ["user_campaign_eligibles", "asset_claims", "audit_log"])
    func aGrantThatClaimsTokensIsWholeOrNothing(_ table: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let campaigns = CampaignRepository(store: store)
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let id = try #require(try await campaigns.register(["genesis"], now: now)["genesis"])
            let grant = EligibilityGrant(
                userID: user.id, campaignID: id, method: "sol", wallet: nil, evidence: [], reasons: [], checkedAt: now,
                recheckAt: nil)
            let tokens = ["1", "2"].map { UniqueToken(asset: "eip155:1/erc721:0xabc", item: $0) }
            try await expectNothingLeft(
                of: { _ in _ = try await campaigns.recordEligibility(grant, claiming: tokens, limit: 1) },
                whenItCannot: "INSERT", table, in: store)
            #expect(try await store.count("asset_claims") == 2)
        }
    }
}
