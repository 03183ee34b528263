import ChainKit
import Foundation
import GRDB

/// Users and their wallets. One wallet is one user's: the schema enforces it.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)`` or ``Store/read(_:)``.
public struct UserRepository: Sendable {
    private let store: Store
    private let makeID: @Sendable () -> String

    /// - Parameter makeID: a fresh lower-case UUID for each new user.
    public init(store: Store, makeID: @escaping @Sendable () -> String) {
        self.store = store
        self.makeID = makeID
    }

    /// The user whose wallet this is, created on first sight.
    ///
    /// The same address on another chain of one CAIP-2 namespace is the same wallet.
    /// - Parameter chain: the configured name of `wallet`'s chain.
    public func signIn(
        wallet: Account, chain: String, now: Date, in db: Database
    ) throws -> (user: UserRecord, isNew: Bool) {
        if let owner = try owner(of: wallet, in: db), let user = try find(owner, in: db) { return (user, false) }
        let row = try db.row(
            """
            INSERT INTO users (id, chain, wallet_address, created_at_ms, updated_at_ms)
            VALUES ($1, $2, $3, $4, $4) RETURNING *
            """,
            makeID(), chain, wallet.address, now.milliseconds)
        guard let user = row.map(UserRecord.init) else {
            throw StorageError.notCommitted(cause: "the new user was not stored")
        }
        try insert(wallet, chain: chain, of: user.id, now: now, in: db)
        return (user, true)
    }

    public func signIn(wallet: Account, chain: String, now: Date) async throws -> (user: UserRecord, isNew: Bool) {
        try await store.write { try signIn(wallet: wallet, chain: chain, now: now, in: $0) }
    }

    /// Gives `wallet` to the user, unless it has an owner already.
    /// - Parameter chain: the configured name of `wallet`'s chain.
    public func link(
        wallet: Account, chain: String, to userID: String, now: Date, in db: Database
    ) throws -> WalletLink {
        if let owner = try owner(of: wallet, in: db) { return owner == userID ? .alreadyOwn : .ownedByAnother }
        try insert(wallet, chain: chain, of: userID, now: now, in: db)
        try db.run("UPDATE users SET updated_at_ms = $2 WHERE id = $1 AND updated_at_ms < $2", userID, now.milliseconds)
        return .linked
    }

    public func link(wallet: Account, chain: String, to userID: String, now: Date) async throws -> WalletLink {
        try await store.write { try link(wallet: wallet, chain: chain, to: userID, now: now, in: $0) }
    }

    public func find(_ id: String, in db: Database) throws -> UserRecord? {
        try db.row("SELECT * FROM users WHERE id = $1", id).map(UserRecord.init)
    }

    public func find(_ id: String) async throws -> UserRecord? {
        try await store.read { try find(id, in: $0) }
    }

    /// The user's wallets, in the order they were linked.
    public func wallets(of userID: String, in db: Database) throws -> [WalletRecord] {
        try db.rows("SELECT * FROM user_wallets WHERE user_id = $1 ORDER BY id", userID).map { try WalletRecord($0) }
    }

    public func wallets(of userID: String) async throws -> [WalletRecord] {
        try await store.read { try wallets(of: userID, in: $0) }
    }

    private func owner(of wallet: Account, in db: Database) throws -> String? {
        try db.value(
            String.self, "SELECT user_id FROM user_wallets WHERE namespace = $1 AND address = $2",
            wallet.chain.namespace, wallet.address)
    }

    private func insert(_ wallet: Account, chain: String, of userID: String, now: Date, in db: Database) throws {
        try db.run(
            """
            INSERT INTO user_wallets (user_id, namespace, address, chain_id, chain, linked_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            userID, wallet.chain.namespace, wallet.address, wallet.chain.description, chain, now.milliseconds)
    }
}
