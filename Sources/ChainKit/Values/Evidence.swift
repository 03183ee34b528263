import Foundation

/// A reading that a verdict rests on, with all it takes to repeat it.
public struct Evidence: Sendable, Hashable {
    /// CAIP-2.
    public let chain: ChainID
    /// CAIP-10.
    public let account: Account
    /// CAIP-19 text.
    public let asset: String
    public let amount: Amount
    public let at: ChainPoint?
    /// The provider's configured name.
    public let source: String
    public let observedAt: Date

    public init(_ holding: Holding, answering query: HoldingQuery) {
        chain = query.asset.chain
        account = query.account
        asset = query.asset.description
        amount = holding.amount
        at = holding.at
        source = holding.source
        observedAt = holding.observedAt
    }
}

extension Evidence: Codable {
    private enum CodingKeys: String, CodingKey {
        case chain, account, asset, amount, at, source
        case observedAt = "observed_at"
    }
}
