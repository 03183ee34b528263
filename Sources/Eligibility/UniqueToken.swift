import ChainKit

/// One token of an asset whose tokens are all different (``Asset/isUnique``): what a campaign that counts each token once
/// keeps of a grant.
public struct UniqueToken: Sendable, Hashable {
    /// The CAIP-19 asset type, without token ids: one and the same however a campaign narrows the asset.
    public let asset: String
    /// The token's id in canonical text.
    public let item: String

    public init(asset: String, item: String) {
        self.asset = asset
        self.item = item
    }

    /// - Parameter caip19: an asset as ``Asset`` writes it; token ids in it are left out.
    init(caip19: String, item: String) {
        let parts = caip19.split(separator: "/", maxSplits: 2)
        self.init(asset: parts.prefix(2).joined(separator: "/"), item: item)
    }
}

extension Sequence<Evidence> {
    /// The tokens that a yes rests on, each once.
    public var tokens: [UniqueToken] {
        flatMap { evidence in evidence.items.map { UniqueToken(caip19: evidence.asset, item: $0) } }.withoutRepeats()
    }
}
