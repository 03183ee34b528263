import ChainKit

/// The items of an NFT collection as an asset; CAIP-19 namespace `nft`, the reference an address as in CAIP-10, the token
/// ids the items' raw addresses.
struct TONCollectionAsset: Sendable, Hashable {
    static let member = "collection"
    static let namespace = "nft"

    let collection: TONAddress
    /// The items that count; every one when empty.
    let items: Set<TONAddress>

    /// Reads `{"collection": address}`, or `{"collection": address, "items": [address, …]}` for some of its items.
    /// - Throws: `asset_invalid` with a pointer.
    init(_ description: JSONValue, format: TONAccountFormat) throws(ChainError) {
        guard let given = description.members else {
            throw Self.invalid("", "An asset of TON is an object such as {\"collection\": \"EQ…\"}, not \(description.kind).")
        }
        for name in given.keys.sorted() where ![Self.member, "items", "chain", "at_least"].contains(name) {
            throw Self.invalid(
                JSONPointer.member(name, of: ""), "An asset of TON has no member \"\(name)\"; it has collection and items.")
        }
        collection = try Self.address(given[Self.member], at: "/collection", format)
        items = try given["items"].map { value throws(ChainError) in try Self.items(value, format) } ?? []
    }

    /// - Throws: `asset_invalid` for an asset that ``asset(on:)`` did not make.
    init(_ asset: Asset) throws(ChainError) {
        do throws(ChainError) {
            collection = try TONAddress(caip10: asset.reference)
            var items: Set<TONAddress> = []
            for id in asset.tokenIDs { items.insert(try TONAddress(id)) }
            self.items = items
        } catch { throw Self.invalid("", "The asset is no collection of TON: \(error.message)") }
        guard asset.namespace == Self.namespace, asset.tokenRanges.isEmpty, asset.through == nil else {
            throw Self.invalid("", "The asset is no collection of TON.")
        }
    }

    func asset(on chain: ChainID) -> Asset {
        Asset(
            chain: chain, namespace: Self.namespace, reference: collection.caip10Address, tokenIDs: items.map(\.raw).sorted(),
            isUnique: true)
    }

    private static func items(_ value: JSONValue, _ format: TONAccountFormat) throws(ChainError) -> Set<TONAddress> {
        guard let elements = value.elements, (1...100).contains(elements.count) else {
            throw invalid("/items", "\"items\" is a list of 1 to 100 addresses of items; leave it out for the whole collection.")
        }
        var items: Set<TONAddress> = []
        for (index, element) in elements.enumerated() {
            guard items.insert(try address(element, at: "/items/\(index)", format)).inserted else {
                throw invalid("/items/\(index)", "The item is named twice.")
            }
        }
        return items
    }

    private static func address(
        _ value: JSONValue?, at pointer: String, _ format: TONAccountFormat
    ) throws(ChainError) -> TONAddress {
        guard let text = value?.text else {
            throw invalid(pointer, "Write an address of TON, such as EQ… or \"0:\" and 64 hex digits.")
        }
        do throws(ChainError) { return try TONAddress(account: format.account(text)) } catch {
            throw invalid(pointer, error.message)
        }
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.assetInvalid, message, pointer: pointer)
    }
}
