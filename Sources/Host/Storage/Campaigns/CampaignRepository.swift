import Foundation
import GRDB

/// The ids of campaigns and what they have granted. What a campaign requires is configuration, not data.
///
/// The functions that take a `Database` run inside a caller's ``Store/write(_:)`` or ``Store/read(_:)``.
public struct CampaignRepository: Sendable {
    let store: Store

    public init(store: Store) { self.store = store }

    /// Gives each name that has none an id, counting up in the order given. An id is for ever.
    public func register(_ names: [String], now: Date) async throws -> [String: Int] {
        try await store.write { db in
            var ids: [String: Int] = [:]
            for name in names {
                try db.run(
                    "INSERT INTO campaigns (name, created_at_ms) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name,
                    now.milliseconds)
                ids[name] = try db.value(Int.self, "SELECT id FROM campaigns WHERE name = $1", name)
            }
            return ids
        }
    }

    public func findEligibility(userID: String, campaignID: Int, in db: Database) throws -> EligibilityRecord? {
        try db.row(
            "SELECT * FROM user_campaign_eligibles WHERE user_id = $1 AND campaign_id = $2", userID, campaignID
        ).map { try EligibilityRecord($0) }
    }

    public func findEligibility(userID: String, campaignID: Int) async throws -> EligibilityRecord? {
        try await store.read { try findEligibility(userID: userID, campaignID: campaignID, in: $0) }
    }

    /// The user's grants, newest first.
    public func eligibilities(of userID: String, limit: Int = 100, in db: Database) throws -> [EligibilityRecord] {
        try db.rows(
            "SELECT * FROM user_campaign_eligibles WHERE user_id = $1 ORDER BY recorded_at_ms DESC, id DESC LIMIT $2",
            userID, limit
        ).map { try EligibilityRecord($0) }
    }

    public func eligibilities(of userID: String, limit: Int = 100) async throws -> [EligibilityRecord] {
        try await store.read { try eligibilities(of: userID, limit: limit, in: $0) }
    }

    /// How many users each campaign has granted to, in one read; 0 for an id that no campaign has.
    public func countEligible(_ campaignIDs: [Int]) async throws -> [Int: Int] {
        try await store.read { db in
            try campaignIDs.reduce(into: [:]) { counts, id in
                counts[id] = try db.value(Int.self, "SELECT eligible_count FROM campaigns WHERE id = $1", id) ?? 0
            }
        }
    }
}
