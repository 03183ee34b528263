import ChainKit
import Foundation
import GRDB

/// Sign-in sessions, shared by every process on the database.
public struct SessionRepository: Sendable {
    private let store: Store

    public init(store: Store) { self.store = store }

    /// Keeps a new session.
    public func record(_ session: SignInSession) async throws {
        let challenge = try StoredJSON.text(session.challenge)
        try await store.write { db in
            try db.run(
                """
                INSERT INTO sessions (id, chain, challenge, purpose, campaign_id, user_id, expires_at_ms)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                session.id, session.chain, challenge, session.purpose.word, session.purpose.campaignID,
                session.purpose.userID, session.expiresAt.milliseconds)
        }
    }

    /// Takes the session away, whatever comes of it: of any number of concurrent calls with one id at most one gets
    /// something else than ``SessionConsumption/unknown``.
    public func consume(_ id: String, now: Date) async throws -> SessionConsumption {
        try await store.write { db in
            guard let row = try db.row("DELETE FROM sessions WHERE id = $1 RETURNING *", id) else { return .unknown }
            let session = try SignInSession(row)
            return session.expiresAt > now ? .found(session) : .expired
        }
    }

    /// Deletes the sessions that expired at `moment` or earlier.
    /// - Returns: how many.
    @discardableResult
    public func purgeExpired(before moment: Date) async throws -> Int {
        try await store.deleteInPieces(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at_ms <= $1 LIMIT $2)", moment.milliseconds)
    }
}

extension SignInSession {
    fileprivate init(_ row: Row) throws(StorageError) {
        self.init(
            id: row["id"], chain: row["chain"],
            challenge: try StoredJSON.value(Challenge.self, from: row["challenge"], table: "sessions"),
            purpose: Purpose(row), expiresAt: Date(milliseconds: row["expires_at_ms"]))
    }
}

extension SignInSession.Purpose {
    fileprivate var word: String {
        switch self {
        case .signIn: "sign_in"
        case .eligibility: "eligibility"
        }
    }

    fileprivate var campaignID: Int? {
        if case .eligibility(let campaignID, _) = self { campaignID } else { nil }
    }

    fileprivate var userID: String? {
        if case .eligibility(_, let userID) = self { userID } else { nil }
    }

    /// The schema has both ids present or both absent.
    fileprivate init(_ row: Row) {
        if let campaignID: Int = row["campaign_id"], let userID: String = row["user_id"] {
            self = .eligibility(campaignID: campaignID, userID: userID)
        } else {
            self = .signIn
        }
    }
}
