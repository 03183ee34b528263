import ChainKit

/// What a Token Metadata account says about a mint (metaplex-foundation/mpl-token-metadata, `state::Metadata`).
///
/// Name, creators and links in it are whatever the creator wrote; only a verified collection is proof of belonging.
struct MetaplexMetadata: Sendable, Hashable {
    struct Collection: Sendable, Hashable {
        let key: [UInt8]
        /// Whether the collection's authority has confirmed the membership.
        let isVerified: Bool

        func isMember(of collection: [UInt8]) -> Bool { isVerified && key == collection }
    }

    enum Fault: Error, Hashable {
        /// The account is not one of Token Metadata, or not a `MetadataV1`: there is no metadata.
        case notMetadata
        /// No account that Token Metadata writes ends here.
        case truncated
    }

    let mint: [UInt8]
    let tokenStandard: UInt8?
    let collection: Collection?

    /// FungibleAsset (1) or Fungible (2): an amount, not a token of its own.
    var isFungible: Bool { tokenStandard == 1 || tokenStandard == 2 }

    /// Whether the mint is a confirmed member of the collection.
    func isMember(of collection: [UInt8]) -> Bool {
        self.collection?.isMember(of: collection) ?? false
    }

    /// Reads field after field, as nothing has a fixed offset once strings and creators are behind.
    ///
    /// Accounts written before the later fields existed end, or are all zero, after `is_mutable`; some carry garbage
    /// there. As the program itself does, everything behind the first field that cannot be read is taken as absent.
    init(program: String, data: [UInt8]) throws(Fault) {
        guard program == SolanaPrograms.tokenMetadata, data.first == 4 else { throw .notMetadata }
        var reader = BorshReader(data)
        guard reader.bytes(33) != nil, let mint = reader.bytes(32), reader.string() != nil, reader.string() != nil,
            reader.string() != nil, reader.bytes(2) != nil, Self.skipCreators(&reader), reader.bytes(2) != nil
        else { throw .truncated }
        self.mint = mint
        guard reader.option({ $0.byte() }) != nil, let standard = reader.option({ $0.byte() }) else {
            tokenStandard = nil
            collection = nil
            return
        }
        tokenStandard = standard
        collection =
            reader.option { reader in
                guard let isVerified = reader.bool(), let key = reader.bytes(32) else { return nil }
                return Collection(key: key, isVerified: isVerified)
            } ?? nil
    }

    private static func skipCreators(_ reader: inout BorshReader) -> Bool {
        let creators = reader.option { reader in
            reader.length().flatMap { reader.bytes($0 * 34) }
        }
        return creators != nil
    }
}
