import ChainKit

/// How one holder's balance of a contract is asked for and read.
struct EVMBalance: Sendable {
    let call: EVMCall
    private let contract: EVMAddress
    /// ERC-1155 token ids, in the order they are asked; empty for the other standards.
    private let ids: [Amount]

    /// - Throws: `asset_invalid` for an ERC-1155 query without ids.
    init(of holder: EVMAddress, in query: EVMTokenQuery) throws(ChainError) {
        contract = query.contract
        let account = ABIValue.address(holder)
        switch query.standard {
        case .erc20, .erc721:
            ids = []
            call = EVMCall(contract: contract, data: try ABIFunction.balanceOf.call([account]))
        case .erc1155:
            ids = query.filter.list(atMost: EVMTokenStandard.idLimit) ?? []
            guard !ids.isEmpty else { throw ChainError(.assetInvalid, "The ERC-1155 asset names no ids.") }
            let accounts = ABIValue.list(.init(repeating: account, count: ids.count))
            call = EVMCall(
                contract: contract,
                data: try ABIFunction.balanceOfBatch.call([accounts, .list(ids.map(ABIValue.uint))]))
        }
    }

    /// The balance the contract answered: of ERC-1155 one for each id with any, of the others one for no id.
    /// - Throws: `upstream_invalid` when the contract reverted, is not there, or did not answer as its standard asks.
    func read(_ outcome: EVMCallOutcome?) throws(ChainError) -> [Amount?: Amount] {
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
            return [nil: amount]
        }
        return try balances(ABIDecoder.decode(data, as: [.array(.uint(bits: 256), count: nil)]))
    }

    private func balances(_ values: [ABIValue]) throws(ChainError) -> [Amount?: Amount] {
        guard case .list(let numbers)? = values.first, numbers.count == ids.count else {
            throw ChainError(
                .upstreamInvalid, "The contract \(contract.text) did not answer one balance for each of \(ids.count) ids.")
        }
        var total = Amount.zero
        var balances: [Amount?: Amount] = [:]
        for case (.uint(let balance), let id) in zip(numbers, ids) where balance > .zero {
            total = total + balance
            balances[id] = balance
        }
        guard total.bigEndianBytes(count: 32) != nil else {
            throw ChainError(.upstreamInvalid, "The balances of the ids at \(contract.text) add up to more than 256 bits hold.")
        }
        return balances
    }
}
