import Eligibility
import Foundation
import GRDB

/// Another user's grant rests on a token already; the write that met it is undone.
struct TokenAlreadyClaimed: Error {}

extension CampaignRepository {
    /// The users for whom these tokens have been claimed in a campaign. Unclaimed tokens are left out.
    public func claimants(
        of tokens: Set<UniqueToken>, campaignID: Int, in db: Database
    ) throws -> [UniqueToken: String] {
        var claimants: [UniqueToken: String] = [:]
        for token in tokens {
            claimants[token] = try db.value(
                String.self, "SELECT user_id FROM asset_claims WHERE campaign_id = $1 AND asset = $2 AND item = $3", campaignID,
                token.asset, token.item)
        }
        return claimants
    }

    /// Keeps the tokens that a grant rests on, for ever: taking the grant back leaves them claimed.
    /// - Throws: ``TokenAlreadyClaimed``.
    func claim(_ tokens: [UniqueToken], for grant: EligibilityGrant, in db: Database) throws {
        for token in tokens {
            let owner = try db.value(
                String.self,
                """
                INSERT INTO asset_claims (campaign_id, asset, item, user_id, claimed_at_ms) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (campaign_id, asset, item) DO UPDATE SET item = excluded.item
                RETURNING user_id
                """,
                grant.campaignID, token.asset, token.item, grant.userID, grant.checkedAt.milliseconds)
            guard owner == grant.userID else { throw TokenAlreadyClaimed() }
        }
    }
}
