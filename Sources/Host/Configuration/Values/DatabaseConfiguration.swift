/// `database: sqlite:var/gatehouse.db` — the file of the SQLite database.
public struct DatabaseConfiguration: Sendable, Hashable {
    /// Relative to the working directory of the process, or absolute.
    public var path: String
}
