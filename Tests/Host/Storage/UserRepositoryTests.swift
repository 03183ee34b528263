import ChainKit
import Foundation
import GRDB
import Host
import Testing

@Suite struct UserRepositoryTests {
    private let now = TemporaryDatabase.now

    @Test func createsAUserOnFirstSightOnly() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let first = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now)
            let second = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now + 60)
            #expect(first.isNew && !second.isNew)
            #expect(first.user == second.user)
            #expect(first.user.chain == "eth")
            #expect(try first.user.walletAddress == evmWallet(1).address)
            #expect(first.user.createdAt == now)
            #expect(try await users.find(first.user.id) == first.user)
            #expect(try await users.find("nobody") == nil)
        }
    }

    @Test func ofManyConcurrentFirstSignInsOneCreates() async throws {
        try await TemporaryDatabase.withStore { store in
            let other = try Store.open(store.path)
            let outcomes = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
                for number in 0..<20 {
                    let users = UserRepository(store: number % 2 == 0 ? store : other)
                    group.addTask {
                        let outcome = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now)
                        return (outcome.user.id, outcome.isNew)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(outcomes.map(\.0)).count == 1)
            #expect(outcomes.count { $0.1 } == 1)
            #expect(try await store.count("users") == 1)
            try await other.close()
        }
    }

    @Test func oneAddressIsOneWalletOnEveryChainOfItsNamespace() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let onEthereum = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now)
            let onBerachain = try await users.signIn(wallet: evmWallet(1, on: "eip155:80094"), chain: "berachain", now: now)
            let elsewhere = try await users.signIn(wallet: evmWallet(1, on: "tvm:239"), chain: "ton", now: now)
            #expect(onBerachain.user == onEthereum.user)
            #expect(elsewhere.isNew)
            let wallets = try await users.wallets(of: onEthereum.user.id)
            #expect(try wallets.map(\.account) == [evmWallet(1)])
            #expect(wallets.map(\.chain) == ["eth"])
        }
    }

    @Test func linksAWalletThatNobodyHas() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            #expect(try await users.link(wallet: evmWallet(2), chain: "eth", to: user.id, now: now + 5) == .linked)
            #expect(try await users.link(wallet: evmWallet(2), chain: "eth", to: user.id, now: now + 9) == .alreadyOwn)
            #expect(try await users.wallets(of: user.id).map(\.account) == [evmWallet(1), evmWallet(2)])
            #expect(try await users.find(user.id)?.updatedAt == now + 5)
            #expect(try await users.signIn(wallet: evmWallet(2), chain: "eth", now: now).user.id == user.id)
        }
    }

    @Test func neverMovesAWalletToAnotherUser() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let owner = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let other = try await users.signIn(wallet: evmWallet(2), chain: "eth", now: now).user
            let sameKey = try evmWallet(1, on: "eip155:80094")
            #expect(try await users.link(wallet: sameKey, chain: "berachain", to: other.id, now: now) == .ownedByAnother)
            #expect(try await users.wallets(of: owner.id).count == 1)
            #expect(try await users.wallets(of: other.id).count == 1)
        }
    }

    @Test func anAccountOfAServiceThatWasLinkedSignsNobodyIn() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let user = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let account = ProvenAccount(try Account(chain: ChainID("guild:test"), address: "100000000000000001"))
            func signIn() async throws -> (user: UserRecord, isNew: Bool) {
                try await store.write {
                    try users.signIn(wallet: account, chain: "guild", isOfService: true, now: now, in: $0)
                }
            }
            let link = try await store.write {
                try users.link(wallet: account, chain: "guild", to: user.id, isOfService: true, now: now, in: $0)
            }
            #expect(link == .linked)
            await #expect(throws: AccountCannotSignIn.self) { _ = try await signIn() }
        }
    }

    @Test(arguments: [true, false]) func aUserHasOneAccountOfAService(signedUpByIt: Bool) async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            let chain = try ChainID("guild:test")
            let first = ProvenAccount(try Account(chain: chain, address: "100000000000000001"))
            let second = ProvenAccount(try Account(chain: chain, address: "100000000000000002"))
            let wallet = signedUpByIt ? first : ProvenAccount(try evmWallet(1))
            let (user, links) = try await store.write { db in
                let user = try users.signIn(wallet: wallet, chain: "any", isOfService: signedUpByIt, now: now, in: db).user
                let links = try [first, second, first].map {
                    try users.link(wallet: $0, chain: "guild", to: user.id, isOfService: true, now: now, in: db)
                }
                return (user, links)
            }
            #expect(links == [signedUpByIt ? .alreadyOwn : .linked, .hasAnother, .alreadyOwn])
            await #expect(throws: DatabaseError.self) {
                try await store.write {
                    try $0.run(
                        """
                        INSERT INTO user_wallets
                            (user_id, control, scope, address, chain_id, chain, linked_at_ms, is_service, may_sign_in)
                        VALUES ($1, 'key', 'guild', '100000000000000003', 'guild:test', 'guild', 0, 1, 0)
                        """, user.id)
                }
            }
        }
    }

    @Test func theSchemaItselfRefusesASecondOwner() async throws {
        try await TemporaryDatabase.withStore { store in
            let users = UserRepository(store: store)
            _ = try await users.signIn(wallet: evmWallet(1), chain: "eth", now: now)
            let other = try await users.signIn(wallet: evmWallet(2), chain: "eth", now: now).user
            let address = try evmWallet(1).address
            await #expect(throws: (any Error).self) {
                try await store.write {
                    try $0.run("UPDATE user_wallets SET address = $2 WHERE user_id = $1", other.id, address)
                }
            }
        }
    }
}
