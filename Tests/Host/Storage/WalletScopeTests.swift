import ChainKit
import Foundation
import GRDB
import Testing

@testable import Host

/// How far a wallet reaches: a key's over its namespace, a contract's over its own chain.
@Suite struct WalletScopeTests {
    private let now = TemporaryDatabase.now

    private func contract(_ number: Int, on chain: String = "eip155:1") throws -> ProvenAccount {
        ProvenAccount(try evmWallet(number, on: chain), by: .contract)
    }

    @Test func oneContractAddressOnTwoChainsIsTwoUsers() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let here = try await users.signIn(wallet: contract(1), chain: "eth", now: now)
            let there = try await users.signIn(wallet: contract(1, on: "eip155:80094"), chain: "berachain", now: now)
            let again = try await users.signIn(wallet: contract(1), chain: "eth", now: now)
            #expect(here.isNew && there.isNew && !again.isNew)
            #expect(here.user.id != there.user.id && here.user.id == again.user.id)
            #expect(try await users.wallets(of: here.user.id).map(\.proven) == [contract(1)])
        }
    }

    @Test func aContractNeverEntersTheUserOfTheSameAddressProvenByItsKey() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let key = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now)
            let contract = try await users.signIn(wallet: contract(1), chain: "eth", now: now)
            #expect(contract.isNew && contract.user.id != key.user.id)
            let other = try await users.signIn(wallet: evmWallet(1, on: "eip155:80094"), chain: "berachain", now: now)
            #expect(other.user.id == key.user.id)
        }
    }

    @Test func aKeyProvenLaterForAContractsAddressIsAWalletOfItsOwn() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: contract(1), chain: "eth", now: now).user
            #expect(try await users.link(wallet: evmWallet(1), chain: "eth", to: user.id, now: now) == .linked)
            #expect(try await users.link(wallet: contract(1), chain: "eth", to: user.id, now: now) == .alreadyOwn)
            let wallets = try await users.wallets(of: user.id)
            #expect(wallets.map(\.proven.control) == [.contract, .key])
            #expect(try Subject(wallets.map(\.proven)).accounts(on: ChainID("eip155:1")) == [evmWallet(1)])
        }
    }

    @Test func aContractsWalletCountsNothingOnAnotherChain() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: contract(1), chain: "eth", now: now).user
            let subject = Subject(try await users.wallets(of: user.id).map(\.proven))
            #expect(try subject.accounts(on: ChainID("eip155:1")) == [evmWallet(1)])
            #expect(try subject.accounts(on: ChainID("eip155:80094")) == [])
        }
    }

    @Test func aUserHasAtMostFiftyWallets() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let links = try await withThrowingTaskGroup(of: WalletLink.self) { group in
                for number in 2...60 {
                    group.addTask { try await users.link(wallet: evmWallet(number), chain: "eth", to: user.id, now: now) }
                }
                return try await group.reduce(into: [WalletLink]()) { $0.append($1) }
            }
            #expect(links.count { $0 == .linked } == 49 && links.count { $0 == .limitReached } == 10)
            #expect(try await store.count("user_wallets") == 50)
            #expect(try await users.link(wallet: evmWallet(1), chain: "eth", to: user.id, now: now) == .alreadyOwn)
        }
    }

    @Test(arguments: [
        ("key", "eip155:1", "eip155:1"), ("contract", "eip155", "eip155:1"), ("contract", "eip155:2", "eip155:1"),
        ("key", "solana", "eip155:1"), ("word", "eip155", "eip155:1"), ("contract", "eip155", "eip155"),
    ])
    func theSchemaRefusesAScopeThatDoesNotFitTheControl(control: String, scope: String, chain: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            await #expect(throws: DatabaseError.self) {
                try await store.write { db in
                    try db.run(
                        """
                        INSERT INTO user_wallets (user_id, control, scope, address, chain_id, chain, linked_at_ms)
                        VALUES ($1, $2, $3, '0x9', $4, 'eth', 0)
                        """, user.id, control, scope, chain)
                }
            }
        }
    }

    @Test func theWalletsOfAnOlderDatabaseAreKeptAsKeys() async throws {
        try await TemporaryDatabase.withPath { path in
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                try db.execute(
                    sql: "CREATE TABLE schema_migrations (name TEXT NOT NULL UNIQUE, applied_at_ms INTEGER NOT NULL) STRICT")
                try db.execute(sql: Migration.accountsAndCampaigns.sql)
                try db.run("INSERT INTO schema_migrations VALUES ($1, 0)", Migration.accountsAndCampaigns.name)
                for number in 1...3 {
                    let id = "00000000-0000-0000-0000-00000000000\(number)"
                    try db.run("INSERT INTO users VALUES ($1, 'eth', '0x1', 5, 5)", id)
                    try db.run(
                        """
                        INSERT INTO user_wallets (id, user_id, namespace, address, chain_id, chain, linked_at_ms)
                        VALUES ($1, $2, 'eip155', $3, 'eip155:80094', 'berachain', 7)
                        """, number * 10, id, try evmWallet(number).address)
                }
            }
            try queue.close()
            #expect(try Migrator.migrate(path, now: now).first == Migration.controlAndClaims.name)
            let store = try Store.open(path)
            let users = UserRepository(store: store)
            let owner = try await users.signIn(wallet: evmWallet(2), chain: "eth", now: now)
            #expect(!owner.isNew && owner.user.id.hasSuffix("2"))
            let wallet = try #require(try await users.wallets(of: owner.user.id).first)
            #expect(try wallet.proven == ProvenAccount(evmWallet(2, on: "eip155:80094")))
            #expect(wallet.chain == "berachain" && wallet.linkedAt == Date(timeIntervalSince1970: 0.007))
            let ids = try await store.read { try $0.rows("SELECT id FROM user_wallets ORDER BY id").map { $0["id"] as Int } }
            #expect(ids == [10, 20, 30])
            let indices = try await store.read { try $0.indexes(on: "user_wallets").map(\.columns) }
            #expect(indices.contains(["user_id"]) && indices.contains(["scope", "address"]))
            await #expect(throws: DatabaseError.self) {
                try await store.write { try $0.run("DELETE FROM users WHERE id = $1", owner.user.id) }
            }
            try await store.close()
        }
    }
}
