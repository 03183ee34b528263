import GRDB

/// A write that waits for its turn, its type of value hidden.
struct PendingWrite: Sendable {
    /// A write that has run, and awaits the commit.
    struct Attempt {
        let hasFailed: Bool
        /// Resumes the caller with its own error, else with the batch's, else with its value.
        let answer: (StorageError?) -> Void
    }

    let attempt: @Sendable (Database) -> Attempt
    /// Resumes the caller of a write that never ran.
    let refuse: @Sendable (StorageError) -> Void

    init<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value, answering continuation: CheckedContinuation<Value, any Error>
    ) {
        attempt = { db in
            let result = Result { try Self.inSavepoint(db, body) }
            switch result {
            case .success(let value):
                return Attempt(hasFailed: false) { failure in
                    continuation.resume(with: failure.map { .failure($0) } ?? .success(value))
                }
            case .failure(let error):
                return Attempt(hasFailed: true) { _ in continuation.resume(throwing: error) }
            }
        }
        refuse = { continuation.resume(throwing: $0) }
    }

    private static func inSavepoint<Value>(_ db: Database, _ body: (Database) throws -> Value) throws -> Value {
        var value: Value?
        try db.inSavepoint {
            value = try body(db)
            return .commit
        }
        guard let value else { throw StorageError.notCommitted(cause: "the savepoint was not released") }
        return value
    }
}
