import GRDB

/// The host's database: many readers, and one writer that shares its commits (see ``GroupCommit``).
///
/// A ``write(_:)`` that has returned is on disk: the power can go out.
public final class Store: Sendable {
    /// The SQLite file.
    public let path: String
    private let pool: DatabasePool
    private let writer: GroupCommit

    init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
        writer = GroupCommit(pool: pool, path: path)
    }

    /// Runs `body` on a snapshot of the database, off the cooperative pool. Several queries in one read are far
    /// cheaper than one read each.
    /// - Throws: what `body` throws, or `CancellationError` when the task was cancelled.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read(body)
    }

    /// Runs `body` in a savepoint of its own, off the cooperative pool, and returns once it is committed.
    ///
    /// `body` sees the writes of its neighbours in the batch, and when it throws only its own are undone. It goes
    /// through even when the calling task is cancelled meanwhile.
    /// - Throws: what `body` throws; ``StorageError/closed`` after ``close()``; ``StorageError/notCommitted(cause:)``
    ///   or ``StorageError/locked(path:)`` when the batch was not stored.
    @discardableResult
    public func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await writer.write(body)
    }

    /// What the writer has done since the store was opened.
    public var counters: StoreCounters { writer.counters }

    /// Commits every write that was accepted, refuses the later ones with ``StorageError/closed``, and closes the file.
    public func close() async throws(StorageError) {
        do { try await writer.close() } catch { throw StorageError(error, path: path) }
    }
}

/// Counts for the metrics page.
public struct StoreCounters: Sendable, Hashable {
    /// Transactions committed.
    public var commits = 0
    /// Writes acknowledged, each of them in one of those commits.
    public var writes = 0
    /// Writes that ended in an error.
    public var failures = 0
    /// Writes accepted and not yet taken up.
    public var waiting = 0
}
