import ChainKit

/// What counts of one asset in an answer of the Digital Asset Standard API
/// (metaplex-foundation/digital-asset-standard-api).
struct DASAsset: Sendable, Hashable {
    let id: String
    let interface: String
    /// `nil` when the indexer does not say.
    let isBurnt: Bool?
    let owner: String?
    let delegate: String?
    /// Keys of the collections it belongs to, unless marked as not verified. Unmarked ones are verified: others are only
    /// answered when asked for.
    let collections: [String]
    let hasZeroBalance: Bool
    /// Whether it is a leaf of a tree, with no account of its own; `nil` when the indexer does not say.
    let isCompressed: Bool?

    /// - Throws: `upstream_invalid` when a part that decides anything is of the wrong type.
    init(_ json: JSONValue) throws(ChainError) {
        guard case .object(let members) = json, let id = members["id"]?.text, let interface = members["interface"]?.text else {
            throw Self.malformed("an asset has no id or no interface")
        }
        self.id = id
        self.interface = interface
        isBurnt = try Self.optional(members["burnt"], \.flag, "burnt is not a boolean")
        let ownership = try Self.optional(members["ownership"], \.members, "an ownership is not an object")
        owner = try Self.optional(ownership?["owner"], \.text, "an owner is not a string")
        delegate = try Self.optional(ownership?["delegate"], \.text, "a delegate is not a string")
        collections = try Self.collections(Self.optional(members["grouping"], \.elements, "a grouping is not a list") ?? [])
        let token = try Self.optional(members["token_info"], \.members, "a token_info is not an object")
        let compression = try Self.optional(members["compression"], \.members, "a compression is not an object")
        isCompressed = try Self.optional(compression?["compressed"], \.flag, "compressed is not a boolean")
        let balance = try Self.optional(token?["balance"], Self.isZero, "a token's balance is no amount")
        let supply = try Self.optional(token?["supply"], Self.isZero, "a token's supply is no amount")
        hasZeroBalance = balance == true || supply == true
    }

    /// The ids of the assets that `owner` holds in `collection`, each once, in the order they come: not those burnt (or
    /// not said to be unburnt), delegated by someone else, fungible, empty, or the collection itself.
    static func held(by owner: String, in collection: String, of assets: [DASAsset]) -> [String] {
        assets.filter { asset in
            asset.owner == owner && asset.isBurnt == false && !asset.hasZeroBalance && asset.collections.contains(collection)
                && !asset.interface.hasPrefix("Fungible") && asset.interface != "MplCoreCollection"
        }.map(\.id).uniqued()
    }

    private static func collections(_ grouping: [JSONValue]) throws(ChainError) -> [String] {
        var keys: [String] = []
        for group in grouping {
            guard let kind = group["group_key"]?.text else { throw malformed("a group has no key") }
            let value = try optional(group["group_value"], \.text, "a group's value is not a string")
            let isVerified = try optional(group["verified"], \.flag, "a group's verified is not a boolean")
            if kind == "collection", isVerified != false, let value { keys.append(value) }
        }
        return keys
    }

    /// - Returns: `nil` for what is no amount; one past 63 bits is read as a number with a fraction.
    private static func isZero(_ amount: JSONValue) -> Bool? {
        switch amount {
        case .integer(let whole) where whole >= 0: whole == 0
        case .number(let large) where (0x1p63...0x1p64).contains(large): false
        default: nil
        }
    }

    private static func optional<Value>(
        _ value: JSONValue?, _ read: (JSONValue) -> Value?, _ fault: String
    ) throws(ChainError) -> Value? {
        guard let value, !value.isNull else { return nil }
        guard let read = read(value) else { throw malformed(fault) }
        return read
    }

    private static func malformed(_ detail: String) -> ChainError {
        ChainError(.upstreamInvalid, "The indexer's answer is malformed: \(detail).")
    }
}
