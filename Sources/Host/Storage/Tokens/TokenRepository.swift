import Foundation
import GRDB

/// Refresh tokens, and the access tokens that were revoked before their time.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)`` or ``Store/read(_:)``.
public struct TokenRepository: Sendable {
    let store: Store

    public init(store: Store) { self.store = store }

    /// Keeps the first refresh token of a new family.
    public func record(_ token: RefreshRecord, now: Date, in db: Database) throws {
        try db.run(
            """
            INSERT INTO refresh_tokens (hash, family, user_id, wallet_address, chain, access_jti, access_expires_at_ms,
                created_at_ms, expires_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            Data(token.hash), token.family, token.userID, token.walletAddress, token.chain, token.accessJTI,
            token.accessExpiresAt.milliseconds, now.milliseconds, token.expiresAt.milliseconds)
    }

    public func record(_ token: RefreshRecord, now: Date) async throws {
        try await store.write { try record(token, now: now, in: $0) }
    }

    /// Puts `successor` in the place of the token with this hash, once: a second call with one hash is a reuse, and
    /// revokes the family with the access tokens given out to it.
    public func rotate(
        _ hash: [UInt8], to successor: RefreshSuccessor, now: Date, in db: Database
    ) throws -> RefreshRotation {
        let rotated = try db.row(
            """
            UPDATE refresh_tokens SET rotated_at_ms = $2
            WHERE hash = $1 AND rotated_at_ms IS NULL AND revoked_at_ms IS NULL AND expires_at_ms > $2 RETURNING *
            """,
            Data(hash), now.milliseconds)
        guard let rotated else { return try refuse(hash, now: now, in: db) }
        let token = RefreshRecord(rotated).followed(by: successor)
        try record(token, now: now, in: db)
        return .rotated(token)
    }

    public func rotate(_ hash: [UInt8], to successor: RefreshSuccessor, now: Date) async throws -> RefreshRotation {
        try await store.write { try rotate(hash, to: successor, now: now, in: $0) }
    }

    /// Says why a token could not be rotated, and acts on a reuse.
    private func refuse(_ hash: [UInt8], now: Date, in db: Database) throws -> RefreshRotation {
        let row = try db.row(
            "SELECT family, rotated_at_ms, revoked_at_ms FROM refresh_tokens WHERE hash = $1", Data(hash))
        guard let row else { return .unknown }
        let family: String = row["family"]
        if let _: Int64 = row["rotated_at_ms"] {
            try revokeFamily(family, now: now, in: db)
            return .reused(family: family)
        }
        if let _: Int64 = row["revoked_at_ms"] { return .unknown }
        return .expired
    }

    /// Deletes the refresh tokens and revocations that expired at `moment` or earlier.
    ///
    /// A rotated token that is purged is no longer recognised as reused; it has long been of no use.
    /// - Returns: how many.
    @discardableResult
    public func purgeExpired(before moment: Date) async throws -> Int {
        let refresh = try await store.deleteInPieces(
            "DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE expires_at_ms <= $1 LIMIT $2)",
            moment.milliseconds)
        let revoked = try await store.deleteInPieces(
            "DELETE FROM revoked_tokens WHERE jti IN (SELECT jti FROM revoked_tokens WHERE expires_at_ms <= $1 LIMIT $2)",
            moment.milliseconds)
        return refresh + revoked
    }
}
