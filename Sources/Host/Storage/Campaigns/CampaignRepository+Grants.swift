import ChainKit
import Eligibility
import Foundation
import GRDB

extension CampaignRepository {
    /// Records a yes, once for a user and campaign.
    ///
    /// A grant that stands is neither changed nor lowered; one whose re-check time has come is renewed. The count
    /// that `limit` bounds moves by one conditional statement, so no campaign is oversold.
    /// - Parameters:
    ///   - tokens: what the grant rests on and no other user's grant in this campaign may; claimed with it.
    ///   - limit: how many users the campaign grants to at most; `nil` is no bound.
    /// - Throws: ``TokenAlreadyClaimed`` or ``WalletAlreadyCounted``, after which the write must be undone.
    func recordEligibility(
        _ grant: EligibilityGrant, claiming tokens: [UniqueToken], limit: Int?, in db: Database
    ) throws -> GrantRecording {
        let earlier = try findEligibility(userID: grant.userID, campaignID: grant.campaignID, in: db)
        if let earlier {
            if earlier.isCurrent(at: grant.checkedAt) { return .alreadyRecorded(earlier) }
        } else {
            let isCounted = try db.run(
                "UPDATE campaigns SET eligible_count = eligible_count + 1 WHERE id = $1 AND ($2 IS NULL OR eligible_count < $2)",
                grant.campaignID, limit)
            if isCounted == 0, try exists(grant.campaignID, in: db) { return .limitReached }
        }
        let record = try upsert(grant, in: db)
        try claim(tokens, for: grant, in: db)
        let holding = grant.evidence.filter { $0.amount > .zero }.map(\.account)
        try claim(Set(holding), for: grant, id: record.id, in: db)
        try audit("eligibility_granted", userID: grant.userID, campaignID: grant.campaignID, at: grant.checkedAt, in: db)
        return .recorded(record)
    }

    public func recordEligibility(
        _ grant: EligibilityGrant, claiming tokens: [UniqueToken] = [], limit: Int?
    ) async throws -> GrantRecording {
        do {
            return try await store.write { try recordEligibility(grant, claiming: tokens, limit: limit, in: $0) }
        } catch is TokenAlreadyClaimed {
            return .tokenClaimed
        } catch is WalletAlreadyCounted { return .walletCounted }
    }

    /// Takes back a grant that a re-check answered with a certain no. One that still stands at `now` stays.
    /// - Returns: whether there was one to take back.
    public func withdrawOverdue(userID: String, campaignID: Int, now: Date) async throws -> Bool {
        try await store.write { db in
            let withdrawn = try db.run(
                "DELETE FROM user_campaign_eligibles WHERE user_id = $1 AND campaign_id = $2 AND recheck_at_ms <= $3",
                userID, campaignID, now.milliseconds)
            guard withdrawn > 0 else { return false }
            try db.run("UPDATE campaigns SET eligible_count = eligible_count - 1 WHERE id = $1", campaignID)
            try audit("eligibility_withdrawn", userID: userID, campaignID: campaignID, at: now, in: db)
            return true
        }
    }

    private func audit(_ action: String, userID: String, campaignID: Int, at moment: Date, in db: Database) throws {
        let entry = AuditEntry(
            at: moment, actor: "system", action: action, subject: "campaign \(campaignID)", detail: ["user_id": .string(userID)])
        try AuditRepository(store: store).record(entry, in: db)
    }

    /// A grant to a campaign that is not there falls through to the foreign key, which refuses it.
    private func exists(_ campaignID: Int, in db: Database) throws -> Bool {
        try db.value(Int.self, "SELECT 1 FROM campaigns WHERE id = $1", campaignID) != nil
    }

    private func upsert(_ grant: EligibilityGrant, in db: Database) throws -> EligibilityRecord {
        let row = try db.row(
            """
            INSERT INTO user_campaign_eligibles
                (user_id, campaign_id, method, wallet, evidence, reasons, recorded_at_ms, checked_at_ms, recheck_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
            ON CONFLICT (user_id, campaign_id) DO UPDATE SET
                method = excluded.method, wallet = excluded.wallet, evidence = excluded.evidence,
                reasons = excluded.reasons, checked_at_ms = excluded.checked_at_ms, recheck_at_ms = excluded.recheck_at_ms
            RETURNING *
            """,
            grant.userID, grant.campaignID, grant.method.rawValue, grant.wallet, StoredJSON.text(grant.evidence),
            StoredJSON.text(grant.reasons), grant.checkedAt.milliseconds, grant.recheckAt?.milliseconds)
        guard let row else { throw StorageError.notCommitted(cause: "the grant was not stored") }
        return try EligibilityRecord(row)
    }
}
