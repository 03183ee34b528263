extension Store {
    /// Rows one write deletes at most; a burst that expires together must not keep sign-ins waiting.
    private static let piece = 1000

    /// Runs a DELETE that takes what is expired as `$1` and how many rows at most as `$2`, until nothing is left.
    /// - Returns: how many rows went.
    func deleteInPieces(_ sql: String, _ moment: Int64) async throws -> Int {
        var count = 0
        while true {
            let deleted = try await write { try $0.run(sql, moment, Self.piece) }
            count += deleted
            if deleted < Self.piece { return count }
        }
    }
}
