import Foundation
import GRDB

/// Brings a database file to the schema of this build.
public enum Migrator {
    /// How long a second migration waits for the first.
    private static let busySeconds = 60.0

    /// Applies what is missing, all of it or nothing, in one exclusive transaction; makes the file and its folder when
    /// they are not there. Of two at once the second waits, then finds nothing to do. Blocks: it is a command of its own.
    /// - Parameter now: noted beside each applied migration.
    /// - Returns: the names of the migrations it applied.
    /// - Throws: ``StorageError/schemaNewer(path:migrations:)`` for a file that a later build made, and the errors of a
    ///   file that cannot be written.
    @discardableResult
    public static func migrate(_ path: String, now: Date) throws(StorageError) -> [String] {
        try createFolder(of: path)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration())
            let names = try queue.inDatabase { try migrate($0, path: path, now: now) }
            try queue.close()
            return names
        } catch { throw StorageError(error, path: path) }
    }

    private static func migrate(_ db: Database, path: String, now: Date) throws -> [String] {
        var names: [String] = []
        try db.inTransaction(.exclusive) {
            try db.execute(sql: Self.bookkeeping)
            let applied = Set(try Migration.requireKnown(db, path: path))
            for migration in Migration.all where !applied.contains(migration.name) {
                try db.execute(sql: migration.sql)
                try db.run(
                    "INSERT INTO schema_migrations (name, applied_at_ms) VALUES ($1, $2)", migration.name, now.milliseconds)
                names.append(migration.name)
            }
            try db.checkForeignKeys()
            return .commit
        }
        return names
    }

    private static let bookkeeping = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            name TEXT NOT NULL UNIQUE,
            applied_at_ms INTEGER NOT NULL
        ) STRICT
        """

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "gatehouse.migrate"
        configuration.busyMode = .timeout(busySeconds)
        // SQLite cannot alter a table that others refer to unless keys are off; they are checked before the commit.
        configuration.foreignKeysEnabled = false
        return configuration
    }

    private static func createFolder(of path: String) throws(StorageError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw .notWritable(path: path)
        }
        // Wallets and hashed tokens are nobody's business but the server's; SQLite gives its side files the same mode.
        // O_EXCL: of two migrations at once neither may empty the file that the other has begun.
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) } else if errno != EEXIST { throw .notWritable(path: path) }
    }
}
