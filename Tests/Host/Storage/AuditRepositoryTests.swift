import ChainKit
import Foundation
import Host
import Testing

@Suite struct AuditRepositoryTests {
    private let entry = AuditEntry(
        at: TemporaryDatabase.now, actor: "operator", action: "campaign_switched_off", subject: "genesis",
        detail: ["reason": "ended \"early\""])

    @Test func keepsEntriesNewestFirst() async throws {
        try await TemporaryDatabase.withStore { store in
            let audit = AuditRepository(store: store)
            let later = AuditEntry(
                at: TemporaryDatabase.now + 1, actor: "system", action: "key_rotated", subject: "kid-2", detail: [:])
            try await store.write { [entry] db in
                try audit.record(entry, in: db)
                try audit.record(later, in: db)
            }
            #expect(try await audit.newest(limit: 10) == [later, entry])
            #expect(try await audit.newest(limit: 1) == [later])
        }
    }

    @Test(arguments: [
        "UPDATE audit_log SET actor = 'nobody'",
        "DELETE FROM audit_log",
        "INSERT OR REPLACE INTO audit_log (id, at_ms, actor, action, subject, detail) VALUES (1, 0, 'x', 'x', 'x', '{}')",
        "INSERT INTO audit_log (id, at_ms, actor, action, subject, detail) VALUES (1, 0, 'x', 'x', 'x', '{}')"
            + " ON CONFLICT (id) DO UPDATE SET actor = 'nobody'",
    ])
    func refusesToRewriteAnEntry(_ sql: String) async throws {
        try await TemporaryDatabase.withStore { store in
            let audit = AuditRepository(store: store)
            try await store.write { [entry] in try audit.record(entry, in: $0) }
            let error = await #expect(throws: (any Error).self) { try await store.write { try $0.run(sql) } }
            #expect("\(error as Any)".contains("append-only"))
            #expect(try await audit.newest(limit: 10) == [entry])
        }
    }
}
