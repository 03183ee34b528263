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
    /// Of a yes, the tokens it rests on and no others, where the source named them.
    public var items: [String]
    /// The accounts that hold for `account` by delegation.
    public let holders: [Account]
    public let at: ChainPoint?
    /// The provider's configured name.
    public let source: String
    public let observedAt: Date

    public init(_ holding: Holding, answering query: HoldingQuery, items: [String] = []) {
        chain = query.asset.chain
        account = query.account
        asset = query.asset.description
        amount = holding.amount
        self.items = items
        holders = holding.delegated.map(\.holder)
        at = holding.at
        source = holding.source
        observedAt = holding.observedAt
    }
}

extension Evidence: Codable {
    private enum CodingKeys: String, CodingKey {
        case chain, account, asset, amount, items, holders, at, source
        case observedAt = "observed_at"
    }

    /// Evidence recorded before items and holders were part of it has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        chain = try container.decode(ChainID.self, forKey: .chain)
        account = try container.decode(Account.self, forKey: .account)
        asset = try container.decode(String.self, forKey: .asset)
        amount = try container.decode(Amount.self, forKey: .amount)
        items = try container.decodeIfPresent([String].self, forKey: .items) ?? []
        holders = try container.decodeIfPresent([Account].self, forKey: .holders) ?? []
        at = try container.decodeIfPresent(ChainPoint.self, forKey: .at)
        source = try container.decode(String.self, forKey: .source)
        observedAt = try container.decode(Date.self, forKey: .observedAt)
    }
}
