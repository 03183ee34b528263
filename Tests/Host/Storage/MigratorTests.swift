import Foundation
import Host
import Testing

@Suite struct MigratorTests {
    private let now = TemporaryDatabase.now

    @Test func appliesEverythingOnceThenNothing() async throws {
        try await TemporaryDatabase.withPath { (path) async throws in
            let applied = try Migrator.migrate(path, now: now)
            #expect(applied.starts(with: ["0001-accounts-and-campaigns", "0002-control-and-claims"]))
            #expect(applied == applied.sorted())
            #expect(try Migrator.migrate(path, now: now) == [])
        }
    }

    @Test func makesTheFolder() async throws {
        try await TemporaryDatabase.withPath { (path) async throws in
            let deeper = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "var/data/gatehouse.db").path
            #expect(try Migrator.migrate(deeper, now: now).first == "0001-accounts-and-campaigns")
        }
    }

    @Test func appliesEachMigrationOnceWhenManyRunAtOnce() async throws {
        try await TemporaryDatabase.withPath { path in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await withCheckedThrowingContinuation { continuation in
                            DispatchQueue.global().async {
                                continuation.resume(with: Result { try Migrator.migrate(path, now: now) })
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.count == Set(applied).count && applied.first == "0001-accounts-and-campaigns")
        }
    }

    @Test func migratesUnderARunningStore() async throws {
        try await TemporaryDatabase.withStore { store in
            #expect(try Migrator.migrate(store.path, now: now) == [])
            try await store.write { try $0.run("DELETE FROM users") }
        }
    }

    @Test func leavesNothingOfAMigrationThatFailed() async throws {
        try await TemporaryDatabase.withPath { path in
            let all = try Migrator.migrate(path, now: now)
            let store = try Store.open(path)
            // The migration that is applied anew meets its own tables half way.
            try await store.write { db in
                try db.run("DELETE FROM schema_migrations")
                try db.run("DROP TABLE user_wallets")
                try db.run("ALTER TABLE users RENAME TO former_users")
            }
            try await store.close()
            #expect(throws: StorageError.self) { try Migrator.migrate(path, now: now) }
            #expect(throws: StorageError.schemaOlder(path: path, migrations: all)) {
                try Store.open(path)
            }
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await TemporaryDatabase.withPath { path in
            try Data(repeating: 0x41, count: 4096).write(to: URL(fileURLWithPath: path))
            #expect(throws: StorageError.notADatabase(path: path)) { try Migrator.migrate(path, now: now) }
        }
    }

    @Test func saysThatAFolderCannotBeMade() async throws {
        try await TemporaryDatabase.withPath { path in
            try Data().write(to: URL(fileURLWithPath: path))
            let below = path + "/gatehouse.db"
            #expect(throws: StorageError.notWritable(path: below)) { try Migrator.migrate(below, now: now) }
        }
    }
}
