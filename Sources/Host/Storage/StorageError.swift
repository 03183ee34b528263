import GRDB

/// Why the database could not do what was asked, apart from the errors that a write's own body throws.
public enum StorageError: Error, Sendable, Hashable {
    /// There is no database file at `path`.
    case missing(path: String)
    /// The file, or the folder it is in, cannot be written.
    case notWritable(path: String)
    /// Another process held the write lock for longer than we wait.
    case locked(path: String)
    /// The file is something else than a SQLite database.
    case notADatabase(path: String)
    /// The schema lacks `migrations` that this build needs.
    case schemaOlder(path: String, migrations: [String])
    /// The schema has `migrations` that this build does not know.
    case schemaNewer(path: String, migrations: [String])
    /// SQLite did not accept the durability that acknowledged writes rest on.
    case notDurable(path: String, synchronous: Int)
    /// The store was closed before the write was accepted.
    case closed
    /// The write's batch could not be committed; nothing of it is stored.
    case notCommitted(cause: String)
    /// A stored value of `table` does not decode.
    case unreadable(table: String, cause: String)
    /// Any other refusal, in SQLite's words.
    case failed(path: String, cause: String)
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path):
            "There is no database at \(path). Run `gatehouse migrate` to create it."
        case .notWritable(let path):
            "The database \(path) cannot be written. Let this user write the file and its folder."
        case .locked(let path):
            "The database \(path) is locked by another process. Stop it, or try again when it has finished."
        case .notADatabase(let path):
            "\(path) is not a SQLite database. Name another file, or restore it from a backup."
        case .schemaOlder(let path, let migrations):
            "The schema of \(path) is older than this build: it lacks \(Self.list(migrations)). Run `gatehouse migrate`."
        case .schemaNewer(let path, let migrations):
            "The schema of \(path) is newer than this build: it has \(Self.list(migrations)). Run the build that made it, or a later one."
        case .notDurable(let path, let synchronous):
            "SQLite reports synchronous=\(synchronous) for \(path), not 2 (FULL): an acknowledged write could be lost."
        case .closed:
            "The store is closed: the server is shutting down. Try again when it is back."
        case .notCommitted(let cause):
            "The write was not committed: \(cause). Nothing of it is stored; try again."
        case .unreadable(let table, let cause):
            "A row of \(table) does not decode: \(cause). It was written by another build, or by hand."
        case .failed(let path, let cause):
            "The database \(path) failed: \(cause)."
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "every migration" : names.joined(separator: ", ")
    }

    /// Says what SQLite's result code means for an operator.
    init(_ error: any Error, path: String) {
        if let known = error as? StorageError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, cause: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notADatabase(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .notWritable(path: path)
        default: self = .failed(path: path, cause: error.message ?? "\(error.resultCode)")
        }
    }
}
