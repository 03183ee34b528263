extension ConfigurationNode {
    fileprivate func id() -> Int {
        if find("id") == nil { refuseMissing("id", "1") }
        return findWhole("id", in: 1 ... .max) ?? 0
    }
}

extension ActivityConfiguration {
    init(reading node: ConfigurationNode) {
        node.allow([
            "id", "name", "description", "parameter", "initiated_by_user", "activity_type", "quantity", "points", "required",
        ])
        id = node.id()
        name = node.text("name", example: "follow")
        description = node.text("description", default: "")
        parameter = node.findText("parameter")
        initiatedByUser = node.flag("initiated_by_user", default: initiatedByUser)
        type = node.choice("activity_type", default: type)
        quantity = node.whole("quantity", default: quantity, in: 1...1_000_000)
        points = node.whole("points", default: points, in: 0...1_000_000_000)
        isRequired = node.flag("required", default: isRequired)
    }
}

extension PromotionConfiguration {
    init(reading node: ConfigurationNode) {
        node.allow([
            "id", "name", "description", "image_url", "video_url", "nft_name", "nft_symbol", "nft_description", "nft_meta_url",
            "nft_collection_id", "nft_merkletree_id", "nft_image_url", "nft_collection_image_url", "nft_video_url",
            "nft_on_chain_image_url", "nft_text_front_image_url", "nft_text_front_video_url",
        ])
        id = node.id()
        name = node.text("name", example: "Genesis pass")
        description = node.text("description", default: "")
        imageURL = node.findURL("image_url")
        videoURL = node.findURL("video_url")
        nftName = node.findText("nft_name")
        nftSymbol = node.findText("nft_symbol")
        nftDescription = node.findText("nft_description")
        nftMetaURL = node.findURL("nft_meta_url")
        nftCollectionID = node.findText("nft_collection_id")
        nftMerkletreeID = node.findText("nft_merkletree_id")
        nftImageURL = node.findURL("nft_image_url")
        nftCollectionImageURL = node.findURL("nft_collection_image_url")
        nftVideoURL = node.findURL("nft_video_url")
        nftOnChainImageURL = node.findURL("nft_on_chain_image_url")
        nftTextFrontImageURL = node.findURL("nft_text_front_image_url")
        nftTextFrontVideoURL = node.findURL("nft_text_front_video_url")
    }
}
