import ChainKit

/// How a holding of one token standard is asked for and read.
struct EVMBalance: Sendable {
    let contract: EVMAddress
    let call: EVMCall
    /// ERC-1155 token ids, in the order they are asked; empty for the other standards.
    private let ids: [String]

    /// - Throws: `asset_invalid` or `account_invalid` when the query is not one for this chain's contracts.
    init(_ query: HoldingQuery, on chain: ChainID) throws(ChainError) {
        guard query.asset.chain == chain, let standard = EVMTokenStandard(rawValue: query.asset.namespace) else {
            throw ChainError(.assetInvalid, "\(query.asset) is no token of \(chain).")
        }
        guard query.account.chain == chain else {
            throw ChainError(.accountInvalid, "\(query.account) is no account of \(chain).")
        }
        let account = ABIValue.address(try EVMAddress(query.account.address.utf8))
        contract = try EVMAddress(query.asset.reference.utf8)
        switch standard {
        case .erc20, .erc721:
            ids = []
            call = EVMCall(contract: contract, data: try ABIFunction.balanceOf.call([account]))
        case .erc1155:
            ids = query.asset.tokenIDs
            let numbers = ids.compactMap { Amount($0).map(ABIValue.uint) }
            guard !ids.isEmpty, numbers.count == ids.count else {
                throw ChainError(.assetInvalid, "\(query.asset) names no ERC-1155 ids in decimal digits.")
            }
            let accounts = ABIValue.list(.init(repeating: account, count: ids.count))
            call = EVMCall(
                contract: contract,
                data: try ABIFunction.balanceOfBatch.call([accounts, .list(numbers)]))
        }
    }

    /// The amount the contract answered, of ERC-1155 the sum over the ids with those that the account has any of.
    /// - Throws: `upstream_invalid` when the contract reverted, is not there, or did not answer as its standard asks.
    func read(_ outcome: EVMCallOutcome) throws(ChainError) -> (amount: Amount, items: [String]) {
        guard case .returned(let data) = outcome else {
            throw ChainError(
                .upstreamInvalid,
                "The contract \(contract.text) reverted instead of telling a balance. No token standard does that for an account that holds nothing, so this is not zero; check that the asset is the token contract and has this standard."
            )
        }
        guard !data.isEmpty else {
            throw ChainError(
                .upstreamInvalid,
                "There is no contract at \(contract.text), or the node does not know it yet; this is not zero. Check the asset's address and chain."
            )
        }
        guard !ids.isEmpty else {
            guard case .uint(let amount)? = try ABIDecoder.decode(data, as: [.uint(bits: 256)]).first else {
                throw ChainError(.upstreamInvalid, "The contract \(contract.text) answered no number.")
            }
            return (amount, [])
        }
        return try sum(ABIDecoder.decode(data, as: [.array(.uint(bits: 256), count: nil)]))
    }

    private func sum(_ values: [ABIValue]) throws(ChainError) -> (amount: Amount, items: [String]) {
        guard case .list(let balances)? = values.first, balances.count == ids.count else {
            throw ChainError(
                .upstreamInvalid, "The contract \(contract.text) did not answer one balance for each of \(ids.count) ids.")
        }
        var total = Amount.zero
        var items: [String] = []
        for case (.uint(let balance), let id) in zip(balances, ids) where balance > .zero {
            total = total + balance
            items.append(id)
        }
        guard total.bigEndianBytes(count: 32) != nil else {
            throw ChainError(.upstreamInvalid, "The balances of the ids at \(contract.text) add up to more than 256 bits hold.")
        }
        return (total, items)
    }
}
