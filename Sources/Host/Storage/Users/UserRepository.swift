import ChainKit
import Foundation
import GRDB

/// Users and their wallets. One wallet is one user's: the schema enforces it.
///
/// A wallet proven by its key is one wallet on every chain of its CAIP-2 namespace. A wallet that a contract vouched for
/// is one on its own chain, and another than the same address proven by a key.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)`` or ``Store/read(_:)``.
public struct UserRepository: Sendable {
    /// How many wallets one user may have.
    public static let walletLimit = 50

    private let store: Store
    private let makeID: @Sendable () -> String

    /// - Parameter makeID: a fresh lower-case UUID for each new user.
    public init(store: Store, makeID: @escaping @Sendable () -> String) {
        self.store = store
        self.makeID = makeID
    }

    /// The user whose wallet this is, created on first sight.
    /// - Parameter chain: the configured name of `wallet`'s chain.
    public func signIn(
        wallet: ProvenAccount, chain: String, now: Date, in db: Database
    ) throws -> (user: UserRecord, isNew: Bool) {
        if let owner = try owner(of: wallet, in: db), let user = try find(owner, in: db) { return (user, false) }
        let row = try db.row(
            """
            INSERT INTO users (id, chain, wallet_address, created_at_ms, updated_at_ms)
            VALUES ($1, $2, $3, $4, $4) RETURNING *
            """,
            makeID(), chain, wallet.account.displayAddress, now.milliseconds)
        guard let user = row.map(UserRecord.init) else {
            throw StorageError.notCommitted(cause: "the new user was not stored")
        }
        try insert(wallet, chain: chain, of: user.id, maySignIn: true, now: now, in: db)
        return (user, true)
    }

    public func signIn(wallet: ProvenAccount, chain: String, now: Date) async throws -> (user: UserRecord, isNew: Bool) {
        try await store.write { try signIn(wallet: wallet, chain: chain, now: now, in: $0) }
    }

    /// Whether who proves `wallet` may sign in: nobody has it yet, or its owner signs in with it.
    public func maySignIn(_ wallet: ProvenAccount, in db: Database) throws -> Bool {
        try db.value(
            Int.self, "SELECT may_sign_in FROM user_wallets WHERE scope = $1 AND address = $2", wallet.scope,
            wallet.account.address) != 0
    }

    /// Gives `wallet` to the user, unless it has an owner already or the user has ``walletLimit`` of them.
    /// - Parameters:
    ///   - chain: the configured name of `wallet`'s chain.
    ///   - maySignIn: whether who proves it later becomes the user; not for an account that others may have handed over.
    public func link(
        wallet: ProvenAccount, chain: String, to userID: String, maySignIn: Bool = true, now: Date, in db: Database
    ) throws -> WalletLink {
        if let owner = try owner(of: wallet, in: db) { return owner == userID ? .alreadyOwn : .ownedByAnother }
        let count = try db.value(Int.self, "SELECT count(*) FROM user_wallets WHERE user_id = $1", userID) ?? 0
        guard count < Self.walletLimit else { return .limitReached }
        try insert(wallet, chain: chain, of: userID, maySignIn: maySignIn, now: now, in: db)
        try db.run("UPDATE users SET updated_at_ms = $2 WHERE id = $1 AND updated_at_ms < $2", userID, now.milliseconds)
        return .linked
    }

    public func link(wallet: ProvenAccount, chain: String, to userID: String, now: Date) async throws -> WalletLink {
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

    /// The users who have proven this address as it stands on its chain: the one who has its key, and the one for whom a
    /// contract there vouched.
    func owners(of account: Account, in db: Database) throws -> Set<String> {
        Set(try Control.allCases.compactMap { try owner(of: ProvenAccount(account, by: $0), in: db) })
    }

    private func owner(of wallet: ProvenAccount, in db: Database) throws -> String? {
        try db.value(
            String.self, "SELECT user_id FROM user_wallets WHERE scope = $1 AND address = $2", wallet.scope,
            wallet.account.address)
    }

    private func insert(
        _ wallet: ProvenAccount, chain: String, of userID: String, maySignIn: Bool, now: Date, in db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO user_wallets (user_id, control, scope, address, chain_id, chain, linked_at_ms, may_sign_in)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            userID, wallet.control.rawValue, wallet.scope, wallet.account.address, wallet.account.chain.description, chain,
            now.milliseconds, maySignIn ? 1 : 0)
    }
}

extension ProvenAccount {
    /// Within what an address is one wallet: a CAIP-2 namespace, or one chain of it.
    fileprivate var scope: String {
        switch control {
        case .key: account.chain.namespace
        case .contract: account.chain.description
        }
    }
}
