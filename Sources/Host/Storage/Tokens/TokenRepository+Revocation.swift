import Foundation
import GRDB

extension TokenRepository {
    /// Ends a family: its refresh token is refused, and so are the access tokens given out to it.
    public func revokeFamily(_ family: String, now: Date, in db: Database) throws {
        try db.run(
            "UPDATE refresh_tokens SET revoked_at_ms = $2 WHERE family = $1 AND revoked_at_ms IS NULL", family,
            now.milliseconds)
        try db.run(
            """
            INSERT INTO revoked_tokens (jti, expires_at_ms)
            SELECT access_jti, access_expires_at_ms FROM refresh_tokens WHERE family = $1 AND access_expires_at_ms > $2
            ON CONFLICT (jti) DO NOTHING
            """,
            family, now.milliseconds)
    }

    public func revokeFamily(_ family: String, now: Date) async throws {
        try await store.write { try revokeFamily(family, now: now, in: $0) }
    }

    /// Refuses the access token with this `jti` from now on.
    /// - Parameter expiry: its `exp`; after that it is refused anyway, and the revocation may be purged.
    public func revokeAccess(_ jti: String, until expiry: Date, in db: Database) throws {
        try db.run(
            """
            INSERT INTO revoked_tokens (jti, expires_at_ms) VALUES ($1, $2)
            ON CONFLICT (jti) DO UPDATE SET expires_at_ms = excluded.expires_at_ms
            WHERE revoked_tokens.expires_at_ms < excluded.expires_at_ms
            """,
            jti, expiry.milliseconds)
    }

    public func revokeAccess(_ jti: String, until expiry: Date) async throws {
        try await store.write { try revokeAccess(jti, until: expiry, in: $0) }
    }

    /// Logs out: revokes the access token, and the family it was given out to.
    /// - Parameter expiry: the access token's `exp`.
    public func signOut(_ jti: String, until expiry: Date, now: Date) async throws {
        try await store.write { db in
            try revokeAccess(jti, until: expiry, in: db)
            let family = try db.value(String.self, "SELECT family FROM refresh_tokens WHERE access_jti = $1", jti)
            if let family { try revokeFamily(family, now: now, in: db) }
        }
    }

    public func isRevoked(_ jti: String) async throws -> Bool {
        try await store.read { db in
            try db.value(Int.self, "SELECT 1 FROM revoked_tokens WHERE jti = $1", jti) != nil
        }
    }

    /// The user of an access token that was not revoked: all that an authenticated request asks of the database.
    public func findActive(userID: String, jti: String) async throws -> UserRecord? {
        try await store.read { db in
            try db.row(
                "SELECT * FROM users WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM revoked_tokens WHERE jti = $2)", userID,
                jti
            ).map(UserRecord.init)
        }
    }
}
