import ChainKit

/// A holding query in this adapter's terms.
struct EVMTokenQuery: Sendable {
    let account: EVMAddress
    let contract: EVMAddress
    let standard: EVMTokenStandard
    let filter: EVMTokenFilter
    /// Whether what vaults delegate to the account counts as well.
    let countsDelegations: Bool
    /// From this amount on the asker is content.
    let wanted: Amount
    private let namesItems: Bool

    /// - Throws: `asset_invalid` or `account_invalid` when the query is not one for this chain's contracts.
    init(_ query: HoldingQuery, on chain: ChainID) throws(ChainError) {
        guard query.asset.chain == chain, let standard = EVMTokenStandard(rawValue: query.asset.namespace) else {
            throw ChainError(.assetInvalid, "\(query.asset) is no token of \(chain).")
        }
        guard query.account.chain == chain else {
            throw ChainError(.accountInvalid, "\(query.account) is no account of \(chain).")
        }
        guard query.asset.through == nil || query.asset.through == DelegateRegistry.name else {
            throw ChainError(.assetInvalid, "\(query.asset) counts delegations of a registry that is not known here.")
        }
        account = try EVMAddress(query.account.address.utf8)
        contract = try EVMAddress(query.asset.reference.utf8)
        self.standard = standard
        filter = EVMTokenFilter(query.asset)
        countsDelegations = query.asset.through != nil
        wanted = query.wanted
        namesItems = query.namesItems
    }

    /// Whether it takes the tokens one by one to answer, not just a balance.
    var needsTokens: Bool { standard == .erc721 && (namesItems || !filter.isOpen) }

    /// The interfaces the contract must have, and those that help.
    var interfaces: [EVMInterface] {
        var ids = standard.interface.map { [$0] } ?? []
        if needsTokens { ids.append(EVMInterface.erc721Enumerable) }
        return ids.map { EVMInterface(contract: contract, id: $0) }
    }
}

/// Whose tokens a query asks about, and how many of them count.
struct EVMHolder: Sendable, Hashable {
    let address: EVMAddress
    let scope: DelegateRegistry.Scope
}

/// What one holder adds to the answer.
struct EVMShare: Sendable {
    let holder: EVMAddress
    var amount: Amount
    var items: [Amount] = []
}
