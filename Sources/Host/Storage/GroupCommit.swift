import Dispatch
import GRDB
import Synchronization

/// The one writer: it takes the writes that have arrived, runs each in its own savepoint, and commits them together.
///
/// A commit waits for the disk, so sharing it is what makes full durability cheap. Everything runs on the pool's
/// serial writer queue; no write is answered before the commit that holds it.
final class GroupCommit: Sendable {
    /// Bounds how long the first write of a batch waits for its neighbours.
    static let batchLimit = 128

    private struct State {
        var waiting: [PendingWrite] = []
        var isDraining = false
        var isClosed = false
        var counters = StoreCounters()
    }

    private let pool: DatabasePool
    private let path: String
    private let state = Mutex(State())

    init(pool: DatabasePool, path: String) {
        self.pool = pool
        self.path = path
    }

    var counters: StoreCounters {
        state.withLock { state in
            var counters = state.counters
            counters.waiting = state.waiting.count
            return counters
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            accept(PendingWrite(body, answering: continuation))
        }
    }

    func close() async throws {
        state.withLock { $0.isClosed = true }
        // Closing waits for readers, which would block a thread of the cooperative pool.
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { [self] in
                pool.writeWithoutTransaction { drain($0) }
                continuation.resume(with: Result { try self.pool.close() })
            }
        }
    }

    private func accept(_ write: PendingWrite) {
        let (isRefused, mustStart) = state.withLock { state in
            if state.isClosed { return (true, false) }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return (false, !state.isDraining)
        }
        if isRefused { return write.refuse(StorageError.closed) }
        if mustStart { pool.asyncWriteWithoutTransaction { [self] in drain($0) } }
    }

    private func drain(_ db: Database) {
        while true {
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.batchLimit))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isDraining = false }
                return batch
            }
            if batch.isEmpty { return }
            var rest = batch[...]
            while !rest.isEmpty { commitTogether(&rest, db) }
        }
    }

    /// Takes from `batch` what one transaction could hold, and answers it.
    private func commitTogether(_ batch: inout ArraySlice<PendingWrite>, _ db: Database) {
        do { try db.beginTransaction(.immediate) } catch {
            state.withLock { $0.counters.failures += batch.count }
            for write in batch { write.refuse(StorageError(error, path: path)) }
            batch = []
            return
        }
        var attempts: [PendingWrite.Attempt] = []
        // A full disk or an I/O error makes SQLite give up the whole transaction, not just the savepoint: what came
        // before the failing write is lost with it, what comes after gets a transaction of its own.
        while db.isInsideTransaction, let write = batch.popFirst() { attempts.append(write.attempt(db)) }
        let failure = commit(db)
        let failed = failure == nil ? attempts.count { $0.hasFailed } : attempts.count
        state.withLock { state in
            if failure == nil { state.counters.commits += 1 }
            state.counters.failures += failed
            state.counters.writes += attempts.count - failed
        }
        for attempt in attempts { attempt.answer(failure) }
    }

    private func commit(_ db: Database) -> StorageError? {
        guard db.isInsideTransaction else {
            return .notCommitted(cause: "another write of the batch made SQLite undo the transaction")
        }
        do {
            try db.commit()
            return nil
        } catch {
            // A commit that violates a deferred constraint leaves the transaction open.
            if db.isInsideTransaction { try? db.rollback() }
            return .notCommitted(cause: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }
}
