import GRDB

/// One step of the schema, applied once and never edited afterwards: a change is a new migration.
struct Migration: Sendable {
    /// Sorts after its predecessors, such as `0001-accounts-and-campaigns`.
    let name: String
    /// One or more SQL statements.
    let sql: String
}

extension Migration {
    /// The names in `schema_migrations`, in the order they were applied.
    static func applied(_ db: Database) throws -> [String] {
        guard try db.tableExists("schema_migrations") else { return [] }
        return try String.fetchAll(db, sql: "SELECT name FROM schema_migrations ORDER BY rowid")
    }

    /// - Throws: ``StorageError/schemaNewer(path:migrations:)`` before ``StorageError/schemaOlder(path:migrations:)``.
    static func requireCurrent(_ db: Database, path: String) throws {
        let applied = try requireKnown(db, path: path)
        let lacking = all.map(\.name).filter { !applied.contains($0) }
        guard lacking.isEmpty else { throw StorageError.schemaOlder(path: path, migrations: lacking) }
    }

    /// - Returns: the names of the migrations that were applied.
    static func requireKnown(_ db: Database, path: String) throws -> [String] {
        let applied = try applied(db)
        let known = Set(all.map(\.name))
        let unknown = applied.filter { !known.contains($0) }
        guard unknown.isEmpty else { throw StorageError.schemaNewer(path: path, migrations: unknown) }
        return applied
    }
}
