import ChainKit

/// An NFT item as an index lists it (TEP-62): a claim until its collection has confirmed it.
struct TONListedItem: Sendable, Hashable {
    let address: TONAddress
    /// The item's number in its collection; `nil` where the index cannot be relied upon to tell it.
    let index: TVMInteger?
    let collection: TONAddress?
    let owner: TONAddress?
    /// Whom the index takes for the owner behind a sale's contract, whether or not that contract has the item.
    let realOwner: TONAddress?
    /// Whether the owner is the contract of the sale that the index names.
    let isWithSale: Bool
    /// Whether the index itself takes the item for what it says to be: initialised (TON Center); confirmed by its
    /// collection and not on a list of frauds (TonAPI).
    let isSound: Bool

    /// Reads an item of TON Center, version 3.
    /// - Throws: `upstream_invalid`.
    init(toncenter item: JSONValue) throws(ChainError) {
        address = try Self.required(item["address"])
        guard let isInitialised = item["init"]?.flag else { throw Self.invalid("no \"init\"") }
        isSound = isInitialised
        index = try item["index"].flatMap { $0.isNull ? nil : $0 }.map { value throws(ChainError) in try Self.number(value) }
        collection = try Self.optional(item["collection_address"])
        owner = try Self.optional(item["owner_address"])
        let sales = [
            try Self.optional(item["sale_contract_address"]), try Self.optional(item["auction_contract_address"]),
        ]
        let onSale = item["on_sale"] ?? .null
        guard onSale.isNull || onSale.flag != nil else { throw Self.invalid("an \"on_sale\" that is neither true nor false") }
        isWithSale = onSale == true && owner != nil && sales.contains(owner)
        realOwner = try Self.optional(item["real_owner"])
    }

    /// Reads an item of TonAPI, version 2. Its `index` is cut to 64 bits and therefore left aside.
    /// - Throws: `upstream_invalid`.
    init(tonapi item: JSONValue) throws(ChainError) {
        address = try Self.required(item["address"])
        guard let isVerified = item["verified"]?.flag else { throw Self.invalid("no \"verified\"") }
        let trust = item["trust"] ?? .null
        guard trust.isNull || trust.text != nil else { throw Self.invalid("a \"trust\" that is no text") }
        isSound = isVerified && trust != "blacklist"
        index = nil
        collection = try Self.optional(item["collection"]?["address"])
        owner = try Self.optional(item["owner"]?["address"])
        let sale = try Self.optional(item["sale"]?["address"])
        isWithSale = sale != nil && sale == owner
        realOwner = try Self.optional(item["sale"]?["owner"]?["address"])
    }

    /// Who put the item up for sale, while its owner is the sale's own contract.
    var seller: TONAddress? { isWithSale ? realOwner : nil }

    private static func required(_ value: JSONValue?) throws(ChainError) -> TONAddress {
        guard let address = try optional(value) else { throw invalid("no address") }
        return address
    }

    private static func optional(_ value: JSONValue?) throws(ChainError) -> TONAddress? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)?:
            do throws(ChainError) { return try TONAddress(text) } catch { throw invalid("a malformed address") }
        default: throw invalid("an address that is no text")
        }
    }

    private static func number(_ value: JSONValue) throws(ChainError) -> TVMInteger {
        guard let number = (value.text ?? value.whole.map { String($0) }).flatMap(TVMInteger.init) else {
            throw invalid("an index that is no number")
        }
        return number
    }

    private static func invalid(_ what: String) -> ChainError {
        ChainError(.upstreamInvalid, "The provider listed an item with \(what).")
    }
}

extension Sequence<TONListedItem> {
    /// The items of a collection that an account has, each once; those it has up for sale where they count.
    func held(by account: TONAddress, in collection: TONAddress, countingOnSale: Bool) -> [TONListedItem] {
        var seen: Set<TONAddress> = []
        return filter { item in
            item.isSound && item.collection == collection
                && (item.owner == account || countingOnSale && item.seller == account)
                && seen.insert(item.address).inserted
        }
    }
}
