import Foundation

/// One question to a chain: how much of `asset` does `account` hold?
public struct HoldingQuery: Sendable, Hashable, Codable {
    public let account: Account
    public let asset: Asset

    public init(account: Account, asset: Asset) {
        self.account = account
        self.asset = asset
    }
}

/// What a provider answered, with what it takes to check it later.
public struct Holding: Sendable, Hashable, Codable {
    /// Base units of a fungible asset, or the number of tokens.
    public var amount: Amount
    /// Ids of the tokens that count, where the source tells them; sorted, each once.
    public var items: [String]
    /// Where in the chain's history this was true, if the source tells it.
    public var at: ChainPoint?
    /// The provider's configured name.
    public var source: String
    public var observedAt: Date

    public init(amount: Amount, items: [String] = [], at: ChainPoint?, source: String, observedAt: Date) {
        self.amount = amount
        self.items = items
        self.at = at
        self.source = source
        self.observedAt = observedAt
    }
}
