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
    /// - Parameters:
    ///   - chain: the configured name of `wallet`'s chain.
    ///   - isOfService: whether it is an account of a service, of which a user has one.
    /// - Throws: ``AccountCannotSignIn`` for an account that was linked to a user rather than made them.
    public func signIn(
        wallet: ProvenAccount, chain: String, isOfService: Bool = false, now: Date, in db: Database
    ) throws -> (user: UserRecord, isNew: Bool) {
        if let owner = try owner(of: wallet, in: db), let user = try find(owner, in: db) {
            guard try maySignIn(wallet, in: db) else { throw AccountCannotSignIn() }
            return (user, false)
        }
        let row = try db.row(
            """
            INSERT INTO users (id, chain, wallet_address, created_at_ms, updated_at_ms)
            VALUES ($1, $2, $3, $4, $4) RETURNING *
            """,
            makeID(), chain, wallet.account.displayAddress, now.milliseconds)
        guard let user = row.map(UserRecord.init) else {
            throw StorageError.notCommitted(cause: "the new user was not stored")
        }
        try insert(wallet, chain: chain, of: user.id, isOfService: isOfService, maySignIn: true, now: now, in: db)
        return (user, true)
    }

    public func signIn(wallet: ProvenAccount, chain: String, now: Date) async throws -> (user: UserRecord, isNew: Bool) {
        try await store.write { try signIn(wallet: wallet, chain: chain, now: now, in: $0) }
    }

    /// Gives `wallet` to the user, unless it has an owner already or the user has ``walletLimit`` of them.
    /// - Parameters:
    ///   - chain: the configured name of `wallet`'s chain.
    ///   - isOfService: whether it is an account of a service, of which a user has one. As others may have handed it
    ///     over, who proves it later does not become the user.
    public func link(
        wallet: ProvenAccount, chain: String, to userID: String, isOfService: Bool = false, now: Date, in db: Database
    ) throws -> WalletLink {
        if let owner = try owner(of: wallet, in: db) { return owner == userID ? .alreadyOwn : .ownedByAnother }
        let count = try db.value(Int.self, "SELECT count(*) FROM user_wallets WHERE user_id = $1", userID) ?? 0
        guard count < Self.walletLimit else { return .limitReached }
        let isStored = try insert(
            wallet, chain: chain, of: userID, isOfService: isOfService, maySignIn: !isOfService, now: now, in: db)
        guard isStored else { return .hasAnother }
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

    private func maySignIn(_ wallet: ProvenAccount, in db: Database) throws -> Bool {
        try db.value(
            Int.self, "SELECT may_sign_in FROM user_wallets WHERE scope = $1 AND address = $2", wallet.scope,
            wallet.account.address) == 1
    }

    /// - Returns: false when the user has another account of the same service.
    @discardableResult
    private func insert(
        _ wallet: ProvenAccount, chain: String, of userID: String, isOfService: Bool, maySignIn: Bool, now: Date,
        in db: Database
    ) throws -> Bool {
        try db.run(
            """
            INSERT INTO user_wallets (user_id, control, scope, address, chain_id, chain, linked_at_ms, is_service, may_sign_in)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (user_id, scope) WHERE is_service = 1 DO NOTHING
            """,
            userID, wallet.control.rawValue, wallet.scope, wallet.account.address, wallet.account.chain.description, chain,
            now.milliseconds, isOfService ? 1 : 0, maySignIn ? 1 : 0) == 1
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
