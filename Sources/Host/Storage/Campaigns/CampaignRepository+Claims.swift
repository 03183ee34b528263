import ChainKit
import Eligibility
import Foundation
import GRDB

/// Another user's grant rests on a token already; the write that met it is undone.
struct TokenAlreadyClaimed: Error {}

/// Another user's grant rests on an account already; the write that met it is undone.
struct WalletAlreadyCounted: Error {}

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

    /// Keeps the accounts that the grant with this id rests on, instead of those it rested on before.
    /// - Throws: ``WalletAlreadyCounted``.
    func claim(_ accounts: Set<Account>, for grant: EligibilityGrant, id: Int, in db: Database) throws {
        try db.run("DELETE FROM wallet_claims WHERE eligible_id = $1", id)
        for account in accounts {
            let isStored = try db.run(
                """
                INSERT INTO wallet_claims (campaign_id, account, eligible_id) VALUES ($1, $2, $3)
                ON CONFLICT (campaign_id, account) DO NOTHING
                """, grant.campaignID, account.description, id)
            guard isStored == 1 else { throw WalletAlreadyCounted() }
        }
    }
}
