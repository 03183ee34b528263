import ChainKit
import Foundation
import GRDB

/// Who changed what, and when.
public struct AuditEntry: Sendable, Hashable {
    public let at: Date
    /// Who did it: an operator's name, or `system`.
    public let actor: String
    /// A machine word, such as `campaign_switched_off`.
    public let action: String
    /// What it was done to, such as the campaign's name.
    public let subject: String
    /// Whatever else explains it. Nothing secret.
    public let detail: JSONValue

    public init(at: Date, actor: String, action: String, subject: String, detail: JSONValue) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    fileprivate init(_ row: Row) throws(StorageError) {
        self.init(
            at: Date(milliseconds: row["at_ms"]), actor: row["actor"], action: row["action"], subject: row["subject"],
            detail: try StoredJSON.value(JSONValue.self, from: row["detail"], table: "audit_log"))
    }
}

/// The audit log. The schema refuses to change or delete an entry.
public struct AuditRepository: Sendable {
    private let store: Store

    public init(store: Store) { self.store = store }

    /// Appends an entry inside the caller's ``Store/write(_:)``, so that it stands exactly when the change does.
    public func record(_ entry: AuditEntry, in db: Database) throws {
        try db.run(
            "INSERT INTO audit_log (at_ms, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5)",
            entry.at.milliseconds, entry.actor, entry.action, entry.subject, StoredJSON.text(entry.detail))
    }

    /// The latest entries, newest first.
    public func newest(limit: Int) async throws -> [AuditEntry] {
        try await store.read { db in
            try db.rows("SELECT * FROM audit_log ORDER BY id DESC LIMIT $1", limit).map { try AuditEntry($0) }
        }
    }
}
