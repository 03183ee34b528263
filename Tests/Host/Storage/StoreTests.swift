import Foundation
import Host
import Testing

@Suite struct StoreTests {
    @Test func syncsEveryCommitToTheDisk() async throws {
        try await TemporaryDatabase.withStore { (store) async throws in
            #expect(try await store.write { try $0.value(Int.self, "PRAGMA synchronous") } == 2)
            #expect(try await store.write { try $0.value(String.self, "PRAGMA journal_mode") } == "wal")
        }
    }

    @Test func enforcesForeignKeys() async throws {
        try await TemporaryDatabase.withStore { (store) async throws in
            await #expect(throws: (any Error).self) {
                _ = try await UserRepository(store: store).link(
                    wallet: evmWallet(1), chain: "eth", to: "nobody", now: TemporaryDatabase.now)
            }
            #expect(try await store.count("user_wallets") == 0)
        }
    }

    @Test func keepsAnAcknowledgedWriteThroughAReopening() async throws {
        try await TemporaryDatabase.withPath { path in
            try Migrator.migrate(path, now: TemporaryDatabase.now)
            let first = try Store.open(path)
            let user = try await UserRepository(store: first).signIn(
                wallet: evmWallet(1), chain: "eth", now: TemporaryDatabase.now
            ).user
            // The first store is still open, as after a crash: what the second reads is what is on file.
            let second = try Store.open(path)
            #expect(try await UserRepository(store: second).find(user.id) == user)
            try await first.close()
            try await second.close()
            let third = try Store.open(path)
            #expect(try await UserRepository(store: third).find(user.id) == user)
            try await third.close()
        }
    }

    @Test func refusesAWriteInsideARead() async throws {
        try await TemporaryDatabase.withStore { store in
            await #expect(throws: (any Error).self) {
                try await store.read { try $0.run("DELETE FROM users") }
            }
        }
    }

    @Test func bindsPlaceholdersByTheirNumber() async throws {
        try await TemporaryDatabase.withStore { store in
            let text = try await store.read {
                try $0.value(String.self, "SELECT $2 || $1 || $2 || $3", "first", "second", "third")
            }
            #expect(text == "secondfirstsecondthird")
        }
    }

    @Test func refusesAMissingArgument() async throws {
        try await TemporaryDatabase.withStore { store in
            await #expect(throws: (any Error).self) {
                try await store.read { try $0.value(Int.self, "SELECT $1 + $2", 1) }
            }
        }
    }

    @Test func refusesAFileThatIsNotThere() async throws {
        try await TemporaryDatabase.withPath { path in
            #expect(throws: StorageError.missing(path: path)) { try Store.open(path) }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await TemporaryDatabase.withPath { path in
            try Data(repeating: 0x41, count: 4096).write(to: URL(fileURLWithPath: path))
            #expect(throws: StorageError.notADatabase(path: path)) { try Store.open(path) }
        }
    }

    @Test func refusesAFolder() async throws {
        try await TemporaryDatabase.withPath { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            #expect(throws: StorageError.notWritable(path: folder)) { try Store.open(folder) }
        }
    }

    @Test func refusesASchemaThatWasNeverMigrated() async throws {
        try await TemporaryDatabase.withPath { path in
            try Data().write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: StorageError.self) { try Store.open(path) }
            #expect(error?.description.contains("Run `gatehouse migrate`") == true)
            #expect(error == .schemaOlder(path: path, migrations: try Migrator.migrate(path, now: TemporaryDatabase.now)))
        }
    }

    @Test func refusesASchemaThatANewerBuildMade() async throws {
        try await TemporaryDatabase.withPath { path in
            try Migrator.migrate(path, now: TemporaryDatabase.now)
            let store = try Store.open(path)
            try await store.write {
                try $0.run("INSERT INTO schema_migrations (name, applied_at_ms) VALUES ('9999-later', 0)")
            }
            try await store.close()
            #expect(throws: StorageError.schemaNewer(path: path, migrations: ["9999-later"])) { try Store.open(path) }
            #expect(throws: StorageError.schemaNewer(path: path, migrations: ["9999-later"])) {
                try Migrator.migrate(path, now: TemporaryDatabase.now)
            }
        }
    }
}
