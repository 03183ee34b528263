import ChainKit
import Foundation
import GRDB

/// A one-time code as the database knows it: by its hash, never by its text.
public struct AuthCodeRecord: Sendable, Hashable {
    /// The SHA-256 of the code in its plain form, 32 bytes.
    public let hash: [UInt8]
    /// The campaign it was asked for; it is worth nothing to another.
    public let campaignID: Int
    /// The configured name of the account's chain.
    public let chain: String
    /// Whom it stands for.
    public let account: Account
    public let expiresAt: Date

    public init(hash: [UInt8], campaignID: Int, chain: String, account: Account, expiresAt: Date) {
        self.hash = hash
        self.campaignID = campaignID
        self.chain = chain
        self.account = account
        self.expiresAt = expiresAt
    }

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    init(_ row: Row) throws(StorageError) {
        do { account = try Account(caip10: row["account"]) } catch {
            throw .unreadable(table: "discord_auth_codes", cause: "\(error)")
        }
        let hash: Data = row["hash"]
        self.hash = Array(hash)
        campaignID = row["campaign_id"]
        chain = row["chain"]
        expiresAt = Date(milliseconds: row["expires_at_ms"])
    }
}

/// What a one-time code is worth to a campaign.
public enum AuthCodeStanding: Sendable, Hashable {
    case valid(AuthCodeRecord)
    case used
    case expired
    /// Never given out, given out for another campaign, or purged.
    case unknown
}
