/// What a campaign asks a wallet to hold: a CAIP-19 asset type, optionally narrowed to some tokens of it.
public struct Asset: Sendable, Hashable, Codable {
    public let chain: ChainID
    /// CAIP-19 asset namespace, such as `erc721` or `collection`.
    public let namespace: String
    /// CAIP-19 asset reference in canonical form: a contract, a mint, a collection.
    public let reference: String
    /// Token ids that count, in canonical decimal or base58 text, sorted. With ``tokenRanges`` empty as well, every token
    /// of the type counts.
    public let tokenIDs: [String]
    /// Ranges of numeric token ids that count beside ``tokenIDs``; sorted, apart from each other.
    public let tokenRanges: [TokenRange]
    /// How many digits of a base-unit amount stand behind the point; 0 for countable tokens.
    public let decimals: Int
    /// Whether every token exists once and has an id of its own, so that it can be claimed (ERC-721, a Solana NFT).
    public let isUnique: Bool
    /// The delegation registry whose delegations count as holding, such as `delegate.xyz`; `nil`: what the account itself
    /// holds and nothing else.
    public let through: String?

    public init(
        chain: ChainID, namespace: String, reference: String, tokenIDs: [String] = [], tokenRanges: [TokenRange] = [],
        decimals: Int = 0, isUnique: Bool = false, through: String? = nil
    ) {
        self.chain = chain
        self.namespace = namespace
        self.reference = reference
        self.tokenIDs = tokenIDs
        self.tokenRanges = tokenRanges
        self.decimals = decimals
        self.isUnique = isUnique
        self.through = through
    }
}

/// Token ids from `first` to `last`, both counting.
public struct TokenRange: Sendable, Hashable, Codable, CustomStringConvertible {
    public let first: Amount
    public let last: Amount

    /// - Returns: `nil` when `last` is below `first`.
    public init?(_ first: Amount, _ last: Amount) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    public func contains(_ id: Amount) -> Bool { first <= id && id <= last }

    public var description: String { "\(first)-\(last)" }
}

extension Asset: CustomStringConvertible {
    /// CAIP-19 text; several token ids and ranges are joined with `,`, which CAIP-19 has no form for.
    public var description: String {
        let type = "\(chain)/\(namespace):\(reference)"
        let tokens = tokenIDs + tokenRanges.map(\.description)
        return tokens.isEmpty ? type : type + "/" + tokens.joined(separator: ",")
    }
}
