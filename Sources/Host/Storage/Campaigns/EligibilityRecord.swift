import ChainKit
import Foundation
import GRDB

/// A yes that is to be recorded.
public struct EligibilityGrant: Sendable, Hashable {
    public let userID: String
    public let campaignID: Int
    /// The id of the method that led to it, such as `sol`.
    public let method: MethodID
    /// The address that has what it takes; `nil` for a method that looks at no wallet.
    public let wallet: String?
    public let evidence: [Evidence]
    public let reasons: [Reason]
    /// When the facts were judged.
    public let checkedAt: Date
    /// When the grant must be judged anew, after `checkedAt`; `nil` is never.
    public let recheckAt: Date?

    public init(
        userID: String, campaignID: Int, method: MethodID, wallet: String?, evidence: [Evidence], reasons: [Reason],
        checkedAt: Date, recheckAt: Date?
    ) {
        self.userID = userID
        self.campaignID = campaignID
        self.method = method
        self.wallet = wallet
        self.evidence = evidence
        self.reasons = reasons
        self.checkedAt = checkedAt
        self.recheckAt = recheckAt
    }
}

/// A grant as it is stored.
public struct EligibilityRecord: Sendable, Hashable {
    let id: Int
    public let grant: EligibilityGrant
    /// When the user was first found eligible; a later re-check leaves it.
    public let recordedAt: Date

    /// Whether the grant stands without a new look at the chain.
    public func isCurrent(at now: Date) -> Bool { grant.recheckAt.map { now < $0 } ?? true }

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    init(_ row: Row) throws(StorageError) {
        id = row["id"]
        let recheck: Int64? = row["recheck_at_ms"]
        grant = EligibilityGrant(
            userID: row["user_id"], campaignID: row["campaign_id"], method: MethodID(rawValue: row["method"]),
            wallet: row["wallet"],
            evidence: try StoredJSON.value([Evidence].self, from: row["evidence"], table: "user_campaign_eligibles"),
            reasons: try StoredJSON.value([Reason].self, from: row["reasons"], table: "user_campaign_eligibles"),
            checkedAt: Date(milliseconds: row["checked_at_ms"]), recheckAt: recheck.map { Date(milliseconds: $0) })
        recordedAt = Date(milliseconds: row["recorded_at_ms"])
    }
}

/// What recording a grant came to.
public enum GrantRecording: Sendable, Hashable {
    /// Stored for the first time, or renewed because its time to be judged anew had come.
    case recorded(EligibilityRecord)
    /// An earlier grant stands, untouched.
    case alreadyRecorded(EligibilityRecord)
    /// The campaign has given out all it has.
    case limitReached
    /// Another user's grant rests on one of the tokens; nothing is stored.
    case tokenClaimed
    /// Another user's grant rests on one of the accounts, proven in another way; nothing is stored.
    case walletCounted
}
