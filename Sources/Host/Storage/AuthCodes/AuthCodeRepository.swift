import ChainKit
import Foundation
import GRDB

/// One-time codes, shared by every process on the database.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)``.
public struct AuthCodeRepository: Sendable {
    private let store: Store

    public init(store: Store) { self.store = store }

    /// Keeps a new code.
    public func record(_ code: AuthCodeRecord, now: Date, in db: Database) throws {
        try db.run(
            """
            INSERT INTO discord_auth_codes (hash, campaign_id, chain, account, created_at_ms, expires_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            Data(code.hash), code.campaignID, code.chain, code.account.description, now.milliseconds,
            code.expiresAt.milliseconds)
    }

    public func record(_ code: AuthCodeRecord, now: Date) async throws {
        try await store.write { try record(code, now: now, in: $0) }
    }

    /// Uses a code up: of any number of concurrent calls with one code at most one finds it valid.
    /// - Parameter campaignID: the campaign it is presented to; a code of another one is unknown there, and stays as it is.
    public func redeem(
        _ hash: [UInt8], campaignID: Int, userID: String, now: Date, in db: Database
    ) throws -> AuthCodeStanding {
        let row = try db.row(
            """
            UPDATE discord_auth_codes SET used_at_ms = $4, used_by = $3
            WHERE hash = $1 AND campaign_id = $2 AND used_at_ms IS NULL AND expires_at_ms > $4 RETURNING *
            """,
            Data(hash), campaignID, userID, now.milliseconds)
        if let row { return .valid(try AuthCodeRecord(row)) }
        return try standing(of: hash, campaignID: campaignID, now: now, in: db)
    }

    /// What a code would be worth; changes nothing.
    public func standing(of hash: [UInt8], campaignID: Int, now: Date, in db: Database) throws -> AuthCodeStanding {
        let row = try db.row(
            "SELECT * FROM discord_auth_codes WHERE hash = $1 AND campaign_id = $2", Data(hash), campaignID)
        guard let row else { return .unknown }
        if let _: Int64 = row["used_at_ms"] { return .used }
        let code = try AuthCodeRecord(row)
        return code.expiresAt > now ? .valid(code) : .expired
    }

    public func standing(of hash: [UInt8], campaignID: Int, now: Date) async throws -> AuthCodeStanding {
        try await store.read { try standing(of: hash, campaignID: campaignID, now: now, in: $0) }
    }

    /// Deletes the codes, used or not, that expired at `moment` or earlier.
    /// - Returns: how many.
    @discardableResult
    public func purgeExpired(before moment: Date) async throws -> Int {
        try await store.deleteInPieces(
            """
            DELETE FROM discord_auth_codes
            WHERE hash IN (SELECT hash FROM discord_auth_codes WHERE expires_at_ms <= $1 LIMIT $2)
            """,
            moment.milliseconds)
    }
}
