import GRDB

/// SQL whose placeholders `$1`, `$2`, … are bound by number, as PostgreSQL does, in whatever order they appear.
///
/// SQLite takes `$1` for a name and numbers it by first appearance, so positional arguments would be bound wrongly
/// as soon as `$2` came before `$1`. Statements are compiled once per connection.
extension Database {
    /// Executes one statement.
    /// - Returns: how many rows it inserted, updated or deleted.
    @discardableResult
    public func run(_ sql: String, _ values: (any DatabaseValueConvertible)?...) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: numbered(values))
        return changesCount
    }

    /// The first row that the statement answers, be it a query or a write with `RETURNING`.
    public func row(_ sql: String, _ values: (any DatabaseValueConvertible)?...) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: numbered(values))
    }

    /// Every row that the statement answers.
    public func rows(_ sql: String, _ values: (any DatabaseValueConvertible)?...) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: numbered(values))
    }

    /// The first column of the first row.
    public func value<Value: DatabaseValueConvertible>(
        _ type: Value.Type, _ sql: String, _ values: (any DatabaseValueConvertible)?...
    ) throws -> Value? {
        try Value.fetchOne(cachedStatement(sql: sql), arguments: numbered(values))
    }

    private func numbered(_ values: [(any DatabaseValueConvertible)?]) -> StatementArguments {
        var named: [String: (any DatabaseValueConvertible)?] = [:]
        named.reserveCapacity(values.count)
        for (index, value) in values.enumerated() { named[String(index + 1)] = .some(value) }
        return StatementArguments(named)
    }
}
