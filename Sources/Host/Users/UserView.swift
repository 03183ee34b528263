import ChainKit
import Foundation

/// `User` of the API.
struct UserView: Sendable {
    let user: UserRecord
    /// In the order they were linked.
    let wallets: [WalletRecord]
    let eligibles: [EligibilityRecord]
    /// CAIP-2 namespaces of the services whose accounts are linked beside wallets.
    let serviceNamespaces: [String]

    var json: JSONValue {
        [
            "user_id": .string(user.id), "wallet_address": .string(user.walletAddress),
            "wallet_address_hex": .text(rawAddress), "eth_wallet_address": .text(address(in: "eip155")),
            "ton_wallet_address": .text(address(in: "tvm")), "twitter_id": .null, "twitter_name": .null,
            "twitter_icon_url": .null, "twitter_locked": false,
            "discord_id": .text(serviceNamespaces.lazy.compactMap(address).first), "email": .null, "email_verified": false,
            "chain": .string(user.chain), "points": 0, "referral_code": .null,
            "created_at": .string(RFC3339.format(user.createdAt)), "updated_at": .string(RFC3339.format(user.updatedAt)),
            "user_activities": [], "referrals": [], "nfts": [], "eligibles": .array(eligibles.map { EligibleView($0).json }),
            "user_campaign_activities": [], "products": [],
        ]
    }

    private func address(in namespace: String) -> String? {
        wallets.last { $0.account.chain.namespace == namespace }?.account.displayAddress
    }

    /// The raw form, which on TON is the canonical one, of the address that signed up there.
    private var rawAddress: String? {
        wallets.first { $0.account.chain.namespace == "tvm" && $0.account.displayAddress == user.walletAddress }?
            .account.displayAddress
    }

    static let schema = Schemas.object([
        "user_id": Schemas.text, "wallet_address": Schemas.text, "wallet_address_hex": Schemas.optionalText,
        "eth_wallet_address": Schemas.optionalText, "ton_wallet_address": Schemas.optionalText,
        "twitter_id": Schemas.optionalText, "twitter_name": Schemas.optionalText, "twitter_icon_url": Schemas.optionalText,
        "twitter_locked": Schemas.flag, "discord_id": Schemas.optionalText, "email": Schemas.optionalText,
        "email_verified": Schemas.flag, "chain": Schemas.text, "points": Schemas.whole, "referral_code": Schemas.optionalText,
        "created_at": Schemas.time, "updated_at": Schemas.time, "user_activities": records, "referrals": records,
        "nfts": records, "eligibles": Schemas.list(of: "Eligible"), "user_campaign_activities": records, "products": records,
    ])

    private static let records: JSONValue = ["type": "array", "items": ["type": "object"]]
}

/// A recorded eligibility as `User.eligibles` lists it.
struct EligibleView {
    private let grant: EligibilityGrant

    init(_ record: EligibilityRecord) { grant = record.grant }

    var json: JSONValue {
        [
            "campaign_id": .integer(Int64(grant.campaignID)), "method": .string(grant.method.rawValue),
            "wallet": .text(grant.wallet), "checked_at": .string(RFC3339.format(grant.checkedAt)),
            "recheck_at": grant.recheckAt.map { .string(RFC3339.format($0)) } ?? .null,
        ]
    }

    static let schema = Schemas.object([
        "campaign_id": Schemas.whole, "method": Schemas.text, "wallet": Schemas.optionalText, "checked_at": Schemas.time,
        "recheck_at": Schemas.optionalTime,
    ])
}
