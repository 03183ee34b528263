import Foundation
import GRDB

extension Store {
    /// How long a write waits for another process (a backup, a second server) before it fails.
    private static let busySeconds = 5.0
    /// Point reads get slower, not faster, with more readers than this on few cores; one alone would let a long
    /// list hold up every request.
    private static let readers = 2

    /// Opens a database that `gatehouse migrate` made, in WAL mode and with full durability. Blocks: call it at start.
    /// - Throws: a ``StorageError`` that says what is wrong with the file or its schema.
    public static func open(_ path: String) throws(StorageError) -> Store {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        do {
            try requireDatabase(path)
            let pool = try DatabasePool(path: path, configuration: configuration())
            try pool.writeWithoutTransaction { db in
                try requireWritable(db)
                try requireDurable(db, path: path)
                try Migration.requireCurrent(db, path: path)
            }
            return Store(path: path, pool: pool)
        } catch { throw StorageError(error, path: path) }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "gatehouse.store"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = readers
        return configuration
    }

    /// Looks before the pool does, which would turn any file it opens into WAL mode.
    private static func requireDatabase(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: configuration())
        try queue.read { try Migration.requireCurrent($0, path: path) }
        try queue.close()
    }

    /// SQLite opens a read-only file without a word, and refuses only the first write.
    private static func requireWritable(_ db: Database) throws {
        try db.beginTransaction(.immediate)
        try db.rollback()
    }

    /// GRDB lowers `synchronous` to NORMAL when it turns WAL on, after any preparation a configuration can ask for;
    /// and SQLite ignores a change inside a transaction.
    private static func requireDurable(_ db: Database, path: String) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0
        guard synchronous == 2 else { throw StorageError.notDurable(path: path, synchronous: synchronous) }
    }
}
