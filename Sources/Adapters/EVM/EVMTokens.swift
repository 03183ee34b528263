import ChainKit

/// How the ERC-721 tokens of one holder are found, token by token.
struct EVMTokens: Sendable {
    private enum Way: Sendable {
        /// The contract lists them (`ERC721Enumerable`): as many as the balance says.
        case listed(calls: [EVMCall])
        /// Each id that counts is asked for its owner.
        case asked(ids: [Amount], calls: [EVMCall])
    }

    /// Tokens of one holder that are listed at most.
    private static let limit = 1000

    private let way: Way
    private let holder: EVMAddress
    private let query: EVMTokenQuery

    /// - Parameters:
    ///   - balance: what the contract said of the holder.
    ///   - isEnumerable: whether the contract lists tokens.
    /// - Throws: `upstream_invalid` when the contract cannot tell the tokens; `upstream_too_large`.
    init(of holder: EVMHolder, in query: EVMTokenQuery, balance: Amount, isEnumerable: Bool) throws(ChainError) {
        self.holder = holder.address
        self.query = query
        if case .tokens(let delegated) = holder.scope {
            let ids = delegated.filter(query.filter.contains).sorted()
            guard ids.count <= Self.limit else {
                throw ChainError(
                    .upstreamTooLarge, "A vault delegates more than \(Self.limit) tokens of \(query.contract.text) one by one.")
            }
            way = try Self.asked(ids, of: query.contract)
            return
        }
        guard balance > .zero else {
            way = .asked(ids: [], calls: [])
            return
        }
        let ids = query.filter.list(atMost: Self.limit)
        if let ids, !isEnumerable || Amount(UInt64(ids.count)) <= balance {
            way = try Self.asked(ids, of: query.contract)
            return
        }
        guard isEnumerable else {
            throw query.filter.isOpen
                ? ChainError(
                    .upstreamInvalid,
                    "The contract \(query.contract.text) does not list an owner's tokens (ERC721Enumerable); name the \"ids\" that count."
                )
                : ChainError(
                    .upstreamTooLarge,
                    "The contract \(query.contract.text) does not list an owner's tokens, and more than \(Self.limit) ids count; name fewer."
                )
        }
        guard balance <= Amount(UInt64(Self.limit)), let count = UInt64(balance.description) else {
            throw ChainError(.upstreamTooLarge, "The wallet has more than \(Self.limit) tokens of \(query.contract.text).")
        }
        way = .listed(
            calls: try (0..<count).map { (index) throws(ChainError) in
                let data = try ABIFunction.tokenOfOwnerByIndex.call([.address(holder.address), .uint(Amount(index))])
                return EVMCall(contract: query.contract, data: data)
            })
    }

    private static func asked(_ ids: [Amount], of contract: EVMAddress) throws(ChainError) -> Way {
        .asked(
            ids: ids,
            calls: try ids.map { (id) throws(ChainError) in
                EVMCall(contract: contract, data: try ABIFunction.ownerOf.call([.uint(id)]))
            })
    }

    var calls: [EVMCall] {
        switch way {
        case .listed(let calls), .asked(_, let calls): calls
        }
    }

    /// The holder's tokens that count, in order.
    /// - Throws: `upstream_invalid` when the contract did not answer as ERC-721 asks.
    func read(_ outcomes: EVMOutcomes) throws(ChainError) -> [Amount] {
        switch way {
        case .asked(let ids, let calls):
            var held: [Amount] = []
            for (id, call) in zip(ids, calls) where try owner(outcomes[call]) == holder { held.append(id) }
            return held
        case .listed(let calls):
            var held: Set<Amount> = []
            for call in calls {
                guard case .returned(let data) = outcomes[call],
                    case .uint(let id)? = try ABIDecoder.decode(data, as: [.uint(bits: 256)]).first, held.insert(id).inserted
                else {
                    throw ChainError(
                        .upstreamInvalid,
                        "The contract \(query.contract.text) did not list as many different tokens as its balance says.")
                }
            }
            return held.filter(query.filter.contains).sorted()
        }
    }

    /// The token's owner; `nil` where there is no such token, for which `ownerOf` reverts.
    private func owner(_ outcome: EVMCallOutcome?) throws(ChainError) -> EVMAddress? {
        switch outcome {
        case .reverted: return nil
        case .returned(let data):
            if case .address(let owner)? = try ABIDecoder.decode(data, as: [.address]).first { return owner }
        case .failed, nil: break
        }
        throw ChainError(.upstreamInvalid, "The contract \(query.contract.text) did not tell a token's owner.")
    }
}
