import Foundation

/// One question to a chain: how much of `asset` does `account` hold?
public struct HoldingQuery: Sendable, Hashable, Codable {
    public let account: Account
    public let asset: Asset
    /// The amount from which on the asker is content. A smaller one may become a no, and is therefore confirmed where its
    /// source can lag.
    public let wanted: Amount
    /// Whether the answer has to name the tokens (``Holding/items``), which may take more upstream calls.
    public let namesItems: Bool

    public init(account: Account, asset: Asset, wanted: Amount = Amount(1 as UInt64), namesItems: Bool = false) {
        self.account = account
        self.asset = asset
        self.wanted = wanted
        self.namesItems = namesItems
    }

    /// The same question, whose answer names the tokens.
    public var namingItems: HoldingQuery {
        HoldingQuery(account: account, asset: asset, wanted: wanted, namesItems: true)
    }
}

/// What a provider answered, with what it takes to check it later.
public struct Holding: Sendable, Hashable, Codable {
    /// What the answer rests on, and so how far a small amount may be trusted.
    public enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
        /// The chain's own state, or the service whose word is the fact: nothing is missing.
        case chain
        /// An index beside the chain, which can lag or lose an entry: what it shows is there, what it does not show may be.
        case index
    }

    /// What an account other than the asker's holds on its behalf, by a delegation.
    public struct Share: Sendable, Hashable, Codable {
        public var holder: Account
        public var amount: Amount
        public var items: [String]

        public init(holder: Account, amount: Amount, items: [String] = []) {
            self.holder = holder
            self.amount = amount
            self.items = items
        }
    }

    /// Base units of a fungible asset, or the number of tokens; the delegated ones are among them.
    public var amount: Amount
    /// Ids of the tokens that count, where the source tells them or the query asks for them; sorted, each once.
    public var items: [String]
    /// The part of ``amount`` that lies with other accounts, by account.
    public var delegated: [Share]
    public var basis: Basis
    /// Where in the chain's history this was true, if the source tells it.
    public var at: ChainPoint?
    /// The provider's configured name.
    public var source: String
    public var observedAt: Date

    public init(
        amount: Amount, items: [String] = [], delegated: [Share] = [], basis: Basis = .chain, at: ChainPoint?, source: String,
        observedAt: Date
    ) {
        self.amount = amount
        self.items = items
        self.delegated = delegated
        self.basis = basis
        self.at = at
        self.source = source
        self.observedAt = observedAt
    }
}
