import Dispatch
import Foundation
import Host
import Testing

@Suite struct GroupCommitTests {
    struct Refusal: Error, Equatable {}

    /// A first write that keeps the writer busy until it is released.
    private struct HeldWriter {
        private let gate = DispatchSemaphore(value: 0)
        private let write: Task<Void, any Error>

        init(_ store: Store) async {
            let (started, signal) = AsyncStream<Void>.makeStream()
            write = Task { [gate] in
                try await store.write { _ in
                    signal.finish()
                    gate.wait()
                }
            }
            for await _ in started {}
        }

        func release() async throws {
            gate.signal()
            try await write.value
        }
    }

    /// Lets `arrivals` writes queue up behind a held writer, and releases it.
    private func together(
        _ arrivals: Int, on store: Store, _ write: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Result<Void, any Error>] {
        let held = await HeldWriter(store)
        return try await withThrowingTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
            for number in 0..<arrivals {
                group.addTask {
                    do { return (number, .success(try await write(number))) } catch { return (number, .failure(error)) }
                }
            }
            while store.counters.waiting < arrivals { await Task.yield() }
            try await held.release()
            var results: [Int: Result<Void, any Error>] = [:]
            for try await (number, result) in group { results[number] = result }
            return (0..<arrivals).compactMap { results[$0] }
        }
    }

    private func insert(_ number: Int, into store: Store) async throws {
        try await store.write {
            try $0.run("INSERT INTO revoked_tokens (jti, expires_at_ms) VALUES ($1, 0)", "jti-\(number)")
        }
    }

    @Test func writesThatArriveTogetherShareOneCommit() async throws {
        try await TemporaryDatabase.withStore { store in
            _ = try await together(20, on: store) { try await insert($0, into: store) }
            #expect(store.counters.commits == 2)
            #expect(store.counters.writes == 21)
            #expect(try await store.count("revoked_tokens") == 20)
        }
    }

    @Test func aBatchIsBounded() async throws {
        try await TemporaryDatabase.withStore { store in
            _ = try await together(200, on: store) { try await insert($0, into: store) }
            #expect(store.counters.commits == 3)
            #expect(store.counters.writes == 201)
            #expect(try await store.count("revoked_tokens") == 200)
        }
    }

    @Test func aFailingWriteLeavesItsNeighboursAlone() async throws {
        try await TemporaryDatabase.withStore { store in
            let results = try await together(10, on: store) { number in
                if number % 3 != 0 { return try await insert(number, into: store) }
                try await store.write { db in
                    try db.run("INSERT INTO revoked_tokens (jti, expires_at_ms) VALUES ($1, 0)", "half-\(number)")
                    throw Refusal()
                }
            }
            for (number, result) in results.enumerated() {
                if number % 3 == 0 {
                    #expect(throws: Refusal()) { try result.get() }
                } else {
                    #expect(throws: Never.self) { try result.get() }
                }
            }
            #expect(try await store.count("revoked_tokens") == 6)
            #expect(store.counters.commits == 2)
            #expect(store.counters.writes == 7)
            #expect(store.counters.failures == 4)
        }
    }

    @Test func answersNobodyWhoseCommitFailed() async throws {
        try await TemporaryDatabase.withStore { store in
            let results = try await together(5, on: store) { number in
                if number != 2 { return try await insert(number, into: store) }
                try await store.write { db in
                    try db.run("PRAGMA defer_foreign_keys = ON")
                    try db.run(
                        """
                        INSERT INTO user_wallets (user_id, control, scope, address, chain_id, chain, linked_at_ms)
                        VALUES ('nobody', 'key', 'eip155', '0x1', 'eip155:1', 'eth', 0)
                        """)
                }
            }
            for result in results {
                let error = #expect(throws: StorageError.self) { try result.get() }
                guard case .notCommitted = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            #expect(try await store.count("revoked_tokens") == 0)
            try await insert(1, into: store)
            #expect(try await store.count("revoked_tokens") == 1)
        }
    }

    /// A full disk does the same: SQLite undoes the transaction under every savepoint in it.
    @Test func keepsNoPartOfATransactionThatSQLiteGaveUp() async throws {
        try await TemporaryDatabase.withStore { store in
            try await store.write {
                try $0.run(
                    """
                    CREATE TRIGGER gives_up BEFORE INSERT ON revoked_tokens WHEN NEW.jti = 'jti-2'
                    BEGIN SELECT RAISE(ROLLBACK, 'gave up'); END
                    """)
            }
            let results = try await together(5, on: store) { try await insert($0, into: store) }
            let acknowledged = results.indices.filter { (try? results[$0].get()) != nil }
            let stored = try await store.read { db in
                try (0..<5).filter {
                    try db.value(Int.self, "SELECT 1 FROM revoked_tokens WHERE jti = $1", "jti-\($0)") != nil
                }
            }
            #expect(acknowledged == stored)
            #expect(!stored.contains(2))
        }
    }

    @Test func closingCommitsWhatWasAcceptedAndRefusesTheRest() async throws {
        try await TemporaryDatabase.withPath { path in
            try Migrator.migrate(path, now: TemporaryDatabase.now)
            let store = try Store.open(path)
            let held = await HeldWriter(store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 { group.addTask { try await insert(number, into: store) } }
                while store.counters.waiting < 20 { await Task.yield() }
                group.addTask { try await store.close() }
                try await held.release()
                try await group.waitForAll()
            }
            await #expect(throws: StorageError.closed) { try await insert(99, into: store) }
            try await store.close()
            let reopened = try Store.open(path)
            #expect(try await reopened.count("revoked_tokens") == 20)
            try await reopened.close()
        }
    }

    @Test func goesThroughForACallerThatWasCancelled() async throws {
        try await TemporaryDatabase.withStore { store in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await insert(1, into: store)
            }
            try await task.value
            #expect(try await store.count("revoked_tokens") == 1)
        }
    }
}
