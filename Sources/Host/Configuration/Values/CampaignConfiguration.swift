import ChainKit
import Foundation

/// One file of the campaigns' folder.
public struct CampaignConfiguration: Sendable {
    public enum VMType: String, Sendable, Hashable, CaseIterable { case svm, evm, tvm }

    /// What can make somebody eligible once only.
    public enum ClaimBy: String, Sendable, Hashable, CaseIterable {
        /// Each token that a grant rests on; it makes nobody else eligible for this campaign, whoever holds it later.
        case asset
        /// A user. What a wallet holds counts whoever held it before.
        case wallet
    }

    /// `[a-z0-9][a-z0-9-]*`, not all digits; unique.
    public var name: String
    public var groupID: Int?
    public var description = ""
    public var edition: String?
    public var start: Date?
    /// After `start`.
    public var end: Date?
    /// How many may be granted.
    public var limit: Int?
    /// The methods that are on for this campaign; every other one is off for it.
    public var methods: [MethodID]
    /// As written; `Platform` reads it.
    public var requirement: JSONValue
    public var claimBy = ClaimBy.wallet
    /// How long a recorded eligibility stays; for ever when not set.
    public var recheckAfterSeconds: Double?
    public var isReady = true

    public var collectionAddress: String?
    public var collectionName: String?
    /// The name of the chain the campaign's NFT lives on.
    public var chain: String?
    public var vmType: VMType?
    public var videoURL: String?
    public var logoURL: String?
    public var promoteImageURL: String?
    /// Decimal text, in base units.
    public var nftGasFee: String?
    public var xPostURL: String?
    public var videoPosterURL: String?

    public var activities: [ActivityConfiguration] = []
    public var promotions: [PromotionConfiguration] = []
    public var source = ConfigurationSource(file: "memory")
}

/// Something participants do for points.
public struct ActivityConfiguration: Sendable, Hashable, Identifiable {
    public enum Scope: String, Sendable, Hashable, CaseIterable { case global, campaign }

    /// Unique within the campaign.
    public var id: Int
    public var name: String
    public var description = ""
    public var parameter: String?
    public var initiatedByUser = false
    public var type = Scope.campaign
    public var quantity = 1
    public var points = 0
    public var isRequired = false
}

/// An NFT that a campaign gives.
public struct PromotionConfiguration: Sendable, Hashable, Identifiable {
    /// Unique within the campaign.
    public var id: Int
    public var name: String
    public var description = ""
    public var imageURL: String?
    public var videoURL: String?
    public var nftName: String?
    public var nftSymbol: String?
    public var nftDescription: String?
    public var nftMetaURL: String?
    public var nftCollectionID: String?
    public var nftMerkletreeID: String?
    public var nftImageURL: String?
    public var nftCollectionImageURL: String?
    public var nftVideoURL: String?
    public var nftOnChainImageURL: String?
    public var nftTextFrontImageURL: String?
    public var nftTextFrontVideoURL: String?
}
