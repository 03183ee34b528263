import ChainKit

/// An asset account of MPL Core, which has neither mint nor token account (metaplex-foundation/mpl-core, `BaseAssetV1`).
struct MPLCoreAsset: Sendable, Hashable {
    let owner: [UInt8]
    /// The collection it belongs to; an update authority that is a plain address is no membership, whatever its key.
    let collection: [UInt8]?

    /// Reads the account up to where its plugins start.
    /// - Returns: `nil` for an account of another program, of another kind (a collection, a burnt asset), or malformed.
    init?(program: String, data: [UInt8]) {
        var reader = BorshReader(data)
        guard program == SolanaPrograms.core, reader.byte() == Self.key, let owner = reader.bytes(32),
            let authority = reader.byte()
        else { return nil }
        switch authority {
        case 0: collection = nil
        case 1:
            guard reader.bytes(32) != nil else { return nil }
            collection = nil
        case Self.collectionAuthority:
            guard let key = reader.bytes(32) else { return nil }
            collection = key
        default: return nil
        }
        guard reader.string() != nil, reader.string() != nil, reader.option({ $0.bytes(8) }) != nil else { return nil }
        self.owner = owner
    }

    /// Whether the asset lies with `owner` as a member of `collection`.
    func isHeld(by owner: [UInt8], in collection: [UInt8]) -> Bool {
        self.owner == owner && self.collection == collection
    }

    /// `Key::AssetV1`.
    static let key: UInt8 = 1
    /// `UpdateAuthority::Collection`.
    static let collectionAuthority: UInt8 = 2
    /// Where the update authority starts.
    static let authorityOffset: Int64 = 33
}
