/// What a campaign asks a wallet to hold: a CAIP-19 asset type, optionally narrowed to some token ids.
public struct Asset: Sendable, Hashable, Codable {
    public let chain: ChainID
    /// CAIP-19 asset namespace, such as `erc721` or `collection`.
    public let namespace: String
    /// CAIP-19 asset reference in canonical form: a contract, a mint, a collection.
    public let reference: String
    /// Token ids that count, in canonical decimal or base58 text, sorted. Empty: every token of the type counts.
    public let tokenIDs: [String]
    /// How many digits of a base-unit amount stand behind the point; 0 for countable tokens.
    public let decimals: Int

    public init(chain: ChainID, namespace: String, reference: String, tokenIDs: [String] = [], decimals: Int = 0) {
        self.chain = chain
        self.namespace = namespace
        self.reference = reference
        self.tokenIDs = tokenIDs
        self.decimals = decimals
    }
}

extension Asset: CustomStringConvertible {
    /// CAIP-19 text; several token ids are joined with `,`, which CAIP-19 has no form for.
    public var description: String {
        let type = "\(chain)/\(namespace):\(reference)"
        return tokenIDs.isEmpty ? type : type + "/" + tokenIDs.joined(separator: ",")
    }
}
