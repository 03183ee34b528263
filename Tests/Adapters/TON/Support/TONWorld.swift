import ChainConformance
import ChainKit

@testable import TONAdapter

/// A small TON: NFT items and what their contracts say, as either interface would tell it.
struct TONWorld {
    typealias Entry = ScriptedUpstream.Entry

    struct Item {
        var address: TONAddress
        var index = "7"
        var collection = TONWorld.collection
        var owner = TONWorld.owner
        /// Set, the item lies with the sale's contract, its owner.
        var seller: TONAddress?
        /// What the collection gives the item's number, `nil`: it refuses.
        var confirmed: TONAddress?
        /// What `get_revoked_time` returns; `nil`: no such method.
        var revokedAt: String?
        /// The owner the item's own contract names, when it is not the one the index lists.
        var ownerOnChain: TONAddress?

        init(_ tag: UInt8) {
            address = TONAddress(tag: tag)
            confirmed = address
        }

        init(_ address: TONAddress, index: Int) {
            self.address = address
            confirmed = address
            self.index = String(index)
        }

        func with(_ change: (inout Item) -> Void) -> Item {
            var item = self
            change(&item)
            return item
        }
    }

    static let owner = TONAddress(tag: 0x01)
    static let stranger = TONAddress(tag: 0x02)
    static let collection = TONAddress(tag: 0xC0)
    static let otherCollection = TONAddress(tag: 0xC1)

    var globalID: Int64 = -239
    var items: [Item] = []
    var countsOnSale = false

    /// Everything a provider can be asked about this world.
    func script(_ api: TONProviderAPI) -> [Entry] {
        let path = "/" + api.rawValue
        let contracts = items.flatMap { item in
            [
                run(api, "get_nft_data", of: item.address, [], returning: item.data),
                run(
                    api, "get_nft_address_by_index", of: item.collection, [item.index],
                    returning: item.confirmed.map { [.slice($0)] }),
                run(api, "get_revoked_time", of: item.address, [], returning: item.revokedAt.map { [.number($0)] }),
            ]
        }
        return [identity(api, path)] + lists(api, path) + contracts
    }

    private func identity(_ api: TONProviderAPI, _ path: String) -> Entry {
        let id = JSONValue.integer(globalID)
        return switch api {
        case .toncenter:
            Entry(
                .init(method: "GET", path: path + "/api/v3/masterchainInfo"),
                .init(body: .json(["last": ["global_id": id, "seqno": 51, "gen_utime": "1799999999"]])))
        case .tonapi:
            Entry(
                .init(method: "GET", path: path + "/v2/blockchain/masterchain-head"),
                .init(body: .json(["global_id": id, "seqno": 51, "gen_utime": 1_799_999_999])))
        }
    }

    /// The pages of the owner's items, of each collection and of all.
    private func lists(_ api: TONProviderAPI, _ path: String) -> [Entry] {
        let listed = items.filter { $0.owner == Self.owner || countsOnSale && $0.seller == Self.owner }
        return ([nil, Self.collection, Self.otherCollection] as [TONAddress?]).flatMap { collection in
            let chosen = listed.filter { collection == nil || $0.collection == collection }
            return stride(from: 0, through: chosen.count, by: TONItemQuestion.pageSize).map { offset in
                let page = chosen[offset..<min(offset + TONItemQuestion.pageSize, chosen.count)]
                return Entry(
                    .init(method: "GET", path: path + target(api, collection, offset: offset)),
                    .init(body: .json(["nft_items": .array(page.map { $0.listed(api) })])))
            }
        }
    }

    private func target(_ api: TONProviderAPI, _ collection: TONAddress?, offset: Int) -> String {
        let owner = Self.owner.caip10Address
        switch api {
        case .toncenter:
            let filter = collection.map { "&collection_address=\($0.caip10Address)" } ?? ""
            let sales = countsOnSale ? "&include_on_sale=true" : ""
            return "/api/v3/nft/items?owner_address=\(owner)\(filter)\(sales)&limit=250&offset=\(offset)"
        case .tonapi:
            let filter = collection.map { "collection=\($0.caip10Address)&" } ?? ""
            return "/v2/accounts/\(Self.owner.raw)/nfts?\(filter)limit=250&offset=\(offset)&indirect_ownership=\(countsOnSale)"
        }
    }
}

extension TONAddress {
    /// An address of the basechain whose hash is one byte over and over.
    init(tag: UInt8) {
        guard let address = TONAddress(workchain: 0, hash: [UInt8](repeating: tag, count: 32)) else {
            preconditionFailure("the workchain exists")
        }
        self = address
    }
}
