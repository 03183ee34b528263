import ChainKit

extension CampaignConfiguration {
    private static let members = [
        "name", "group_id", "description", "edition", "window", "limit", "methods", "requirement", "claim_by",
        "recheck_after_seconds", "ready", "collection_address", "collection_name", "chain", "vm_type", "video_url",
        "logo_url", "promote_image_url", "nft_gas_fee", "x_post_url", "video_poster_url", "activities", "promotions",
    ]

    init(reading node: ConfigurationNode) {
        node.allow(Self.members)
        source = node.source
        name = node.text("name", example: "genesis")
        if let nameNode = node.find("name"), !name.isEmpty, !Self.isName(name) {
            nameNode.refuse("Found \(nameNode.found); write up to 64 of a-z, 0-9 and \"-\", not digits alone, such as genesis-2.")
        }
        groupID = node.findWhole("group_id", in: 1 ... .max)
        description = node.text("description", default: "")
        edition = node.findText("edition")
        limit = node.findWhole("limit", in: 1 ... .max)
        methods = Self.methods(node)
        requirement = node.find("requirement")?.value ?? .null
        if requirement.isNull { node.refuseMissing("requirement", "{method: bypass}") }
        claimBy = node.choice("claim_by", default: claimBy)
        recheckAfterSeconds = node.findSeconds("recheck_after_seconds", in: 1...3_153_600_000)
        isReady = node.flag("ready", default: isReady)
        if let window = node.find("window") {
            window.allow(["start", "end"])
            start = window.findDate("start")
            end = window.findDate("end")
            if let start, let end, start >= end {
                window.find("end")?.refuse("Found an end before the start; write a later time.")
            }
        }
        readDisplay(node)
        activities = Self.unique(node.find("activities")) { ActivityConfiguration(reading: $0) }
        promotions = Self.unique(node.find("promotions")) { PromotionConfiguration(reading: $0) }
    }

    private mutating func readDisplay(_ node: ConfigurationNode) {
        collectionAddress = node.findText("collection_address")
        collectionName = node.findText("collection_name")
        chain = node.findText("chain")
        vmType = node.findChoice("vm_type")
        videoURL = node.findURL("video_url")
        logoURL = node.findURL("logo_url")
        promoteImageURL = node.findURL("promote_image_url")
        xPostURL = node.findURL("x_post_url")
        videoPosterURL = node.findURL("video_poster_url")
        if let fee = node.find("nft_gas_fee") {
            let text = fee.value.text ?? fee.value.whole.map(String.init)
            nftGasFee = text.flatMap { Amount($0) }?.description
            if nftGasFee == nil { fee.refuse("Found \(fee.found); write base units in digits, such as \"5000000\".") }
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,63}/) != nil && text.contains { !$0.isNumber }
    }

    private static func methods(_ node: ConfigurationNode) -> [MethodID] {
        guard let list = node.find("methods") else {
            node.refuseMissing("methods", "[sol, bypass]")
            return []
        }
        var methods: [MethodID] = []
        for element in list.elements {
            guard let text = element.text() else { continue }
            let method = MethodID(rawValue: text)
            if methods.contains(method) { element.refuse("Found \(element.found) again; name each method once.") }
            methods.append(method)
        }
        return methods
    }

    /// Reads a list of things that each have an `id` of their own.
    private static func unique<Item: Identifiable>(
        _ list: ConfigurationNode?, _ read: (ConfigurationNode) -> Item
    ) -> [Item] where Item.ID == Int {
        var items: [Item] = []
        for node in list?.elements ?? [] {
            let item = read(node)
            if items.contains(where: { $0.id == item.id }) {
                node.find("id")?.refuse("Found \(item.id) again; give each another id.")
            }
            items.append(item)
        }
        return items
    }
}
