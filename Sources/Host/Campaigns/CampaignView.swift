import ChainKit
import Eligibility
import Foundation

/// `Campaign` of the API.
struct CampaignView: Sendable {
    let campaign: ServedCampaign
    /// Places left, where the campaign has a limit.
    let remaining: Int?
    let now: Date

    var json: JSONValue {
        let it = campaign.definition.configuration
        return [
            "campaign_id": .integer(Int64(campaign.id)), "campaign_group_id": .whole(it.groupID), "name": .string(it.name),
            "description": .string(it.description), "edition": .text(it.edition),
            "requirement": .string(campaign.definition.requirement.sentence), "collection_address": .text(it.collectionAddress),
            "collection_name": .text(it.collectionName), "chain": .text(it.chain), "vm_type": .text(it.vmType?.rawValue),
            "start_date": Self.time(it.start), "end_date": Self.time(it.end),
            "start_date_timestamp": Self.timestamp(it.start), "end_date_timestamp": Self.timestamp(it.end),
            "limit": .whole(it.limit), "remaining": .whole(remaining), "video_url": .text(it.videoURL),
            "logo_url": .text(it.logoURL), "promote_image_url": .text(it.promoteImageURL), "nft_gas_fee": .text(it.nftGasFee),
            "x_post_url": .text(it.xPostURL), "video_poster_url": .text(it.videoPosterURL),
            "eligible_method": .text(it.methods.first?.rawValue),
            "eligible_methods": .array(it.methods.map { .string($0.rawValue) }), "is_ready": .bool(it.isReady),
            "is_active": .bool(it.isActive(at: now)), "activities": .array(it.activities.map(Self.json)),
            "promotions": .array(it.promotions.map(Self.json)),
        ]
    }

    private static func json(_ it: ActivityConfiguration) -> JSONValue {
        [
            "campaign_activity_id": .whole(it.id), "activity_id": .whole(it.id), "name": .string(it.name),
            "description": .string(it.description), "parameter": .text(it.parameter),
            "initiated_by_user": .bool(it.initiatedByUser), "activity_type": .string(it.type.rawValue),
            "quantity": .whole(it.quantity), "points": .whole(it.points), "is_required": .bool(it.isRequired),
        ]
    }

    private static func json(_ it: PromotionConfiguration) -> JSONValue {
        [
            "promotion_id": .whole(it.id), "name": .string(it.name), "description": .string(it.description),
            "image_url": .text(it.imageURL), "video_url": .text(it.videoURL), "nft_name": .text(it.nftName),
            "nft_symbol": .text(it.nftSymbol), "nft_description": .text(it.nftDescription), "nft_meta_url": .text(it.nftMetaURL),
            "nft_collection_id": .text(it.nftCollectionID), "nft_merkletree_id": .text(it.nftMerkletreeID),
            "nft_image_url": .text(it.nftImageURL), "nft_collection_image_url": .text(it.nftCollectionImageURL),
            "nft_video_url": .text(it.nftVideoURL), "nft_on_chain_image_url": .text(it.nftOnChainImageURL),
            "nft_text_front_image_url": .text(it.nftTextFrontImageURL),
            "nft_text_front_video_url": .text(it.nftTextFrontVideoURL),
        ]
    }

    private static func time(_ date: Date?) -> JSONValue { date.map { .string(RFC3339.format($0)) } ?? .null }
    private static func timestamp(_ date: Date?) -> JSONValue { date.map { .number($0.timeIntervalSince1970) } ?? .null }
}

extension CampaignConfiguration {
    /// Whether `now` is inside the campaign's window.
    func isActive(at now: Date) -> Bool {
        (start.map { $0 <= now } ?? true) && (end.map { now < $0 } ?? true)
    }
}

extension CampaignView {
    static let schema = Schemas.object([
        "campaign_id": Schemas.whole, "campaign_group_id": Schemas.optionalWhole, "name": Schemas.text,
        "description": Schemas.text, "edition": Schemas.optionalText,
        "requirement": ["type": "string", "description": "What it takes, in one sentence."],
        "collection_address": Schemas.optionalText, "collection_name": Schemas.optionalText, "chain": Schemas.optionalText,
        "vm_type": ["anyOf": [Schemas.ref("VmType"), ["type": "null"]]], "start_date": Schemas.optionalTime,
        "end_date": Schemas.optionalTime, "start_date_timestamp": Schemas.optionalNumber,
        "end_date_timestamp": Schemas.optionalNumber, "limit": Schemas.optionalWhole, "remaining": Schemas.optionalWhole,
        "video_url": Schemas.optionalText, "logo_url": Schemas.optionalText, "promote_image_url": Schemas.optionalText,
        "nft_gas_fee": Schemas.optionalText, "x_post_url": Schemas.optionalText, "video_poster_url": Schemas.optionalText,
        "eligible_method": Schemas.optionalText, "eligible_methods": ["type": "array", "items": Schemas.text],
        "is_ready": Schemas.flag, "is_active": Schemas.flag, "activities": Schemas.list(of: "CampaignActivity"),
        "promotions": Schemas.list(of: "CampaignPromotion"),
    ])

    static let activitySchema = Schemas.object([
        "campaign_activity_id": Schemas.whole, "activity_id": Schemas.whole, "name": Schemas.text, "description": Schemas.text,
        "parameter": Schemas.optionalText, "initiated_by_user": Schemas.flag,
        "activity_type": Schemas.ref("ActivityType"), "quantity": Schemas.whole, "points": Schemas.whole,
        "is_required": Schemas.flag,
    ])

    static let promotionSchema = Schemas.object([
        "promotion_id": Schemas.whole, "name": Schemas.text, "description": Schemas.text, "image_url": Schemas.optionalText,
        "video_url": Schemas.optionalText, "nft_name": Schemas.optionalText, "nft_symbol": Schemas.optionalText,
        "nft_description": Schemas.optionalText, "nft_meta_url": Schemas.optionalText,
        "nft_collection_id": Schemas.optionalText, "nft_merkletree_id": Schemas.optionalText,
        "nft_image_url": Schemas.optionalText, "nft_collection_image_url": Schemas.optionalText,
        "nft_video_url": Schemas.optionalText, "nft_on_chain_image_url": Schemas.optionalText,
        "nft_text_front_image_url": Schemas.optionalText, "nft_text_front_video_url": Schemas.optionalText,
    ])
}
