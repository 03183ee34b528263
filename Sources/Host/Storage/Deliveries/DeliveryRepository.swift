import Foundation
import GRDB

/// The signed deliveries of services that were served, so that none is served twice.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)``.
public struct DeliveryRepository: Sendable {
    private let store: Store

    public init(store: Store) { self.store = store }

    /// Notes a delivery, once.
    /// - Parameters:
    ///   - chain: the configured name of the chain whose adapter received it.
    ///   - expiry: until when the same delivery could pass again.
    /// - Returns: false when it was noted before.
    public func record(_ id: String, chain: String, until expiry: Date, in db: Database) throws -> Bool {
        let noted = try db.run(
            "INSERT INTO interaction_deliveries (chain, id, expires_at_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            chain, id, expiry.milliseconds)
        return noted > 0
    }

    /// Deletes the notes that expired before `moment`.
    /// - Returns: how many.
    @discardableResult
    public func purgeExpired(before moment: Date) async throws -> Int {
        try await store.deleteInPieces(
            """
            DELETE FROM interaction_deliveries
            WHERE (chain, id) IN (SELECT chain, id FROM interaction_deliveries WHERE expires_at_ms < $1 LIMIT $2)
            """,
            moment.milliseconds)
    }
}
