import ChainKit

/// The registry of delegate.xyz, version 2, in which a vault says which wallet may act for it (delegate.xyz,
/// IDelegateRegistry.sol). It has one address on every chain.
enum DelegateRegistry {
    /// The word in campaigns.
    static let name = "delegate.xyz"
    static let address = "0x00000000000000447e69651d841bD8D104Bed493"
    /// A wallet to whom more vaults delegate is not read: anybody can delegate to anybody.
    static let vaultLimit = 200

    /// How much of an asset a vault delegates.
    enum Scope: Sendable, Hashable {
        /// The whole wallet, or the whole contract.
        case all
        /// Of ERC-721 these tokens.
        case tokens(Set<Amount>)
        /// Of ERC-20 (with no id) and ERC-1155 up to these amounts.
        case amounts([Amount?: Amount])
    }

    /// Asks which delegations come in to a wallet.
    static func call(_ account: EVMAddress) throws(ChainError) -> EVMCall {
        EVMCall(
            contract: try EVMAddress(address.utf8), data: try ABIFunction.incomingDelegations.call([.address(account)]))
    }

    /// What the delegations that came in are worth for an asset, by vault. Those with rights of their own, narrower than
    /// acting for the vault, do not count.
    /// - Throws: `upstream_invalid` when the registry is not there or answers otherwise; `upstream_too_large`.
    static func vaults(
        _ outcome: EVMCallOutcome, to account: EVMAddress, of standard: EVMTokenStandard, at contract: EVMAddress
    ) throws(ChainError) -> [EVMAddress: Scope] {
        guard outcome != .failed else {
            throw ChainError(
                .upstreamTooLarge, "So many delegate to this wallet that the node cannot read it; use another wallet.")
        }
        guard case .returned(let data) = outcome, !data.isEmpty else {
            throw ChainError(
                .upstreamInvalid,
                "The delegation registry is not at \(address) on this chain, so delegations cannot be read.")
        }
        guard case .list(let elements)? = try ABIDecoder.decode(data, as: [answer]).first else {
            throw ChainError(.upstreamInvalid, "The delegation registry answered no list.")
        }
        var vaults: [EVMAddress: Scope] = [:]
        for element in elements {
            let delegation = try Delegation(element)
            guard delegation.to == account else {
                throw ChainError(.upstreamInvalid, "The delegation registry answered with another wallet's delegations.")
            }
            guard delegation.from != account, let scope = delegation.scope(of: standard, at: contract) else { continue }
            vaults[delegation.from] = vaults[delegation.from].map { $0.joined(with: scope) } ?? scope
        }
        guard vaults.count <= vaultLimit else {
            throw ChainError(
                .upstreamTooLarge,
                "More than \(vaultLimit) vaults delegate to this wallet, so that delegations are not read; use another wallet.")
        }
        return vaults
    }

    private static let answer = ABIType.array(
        .tuple([.uint(bits: 8), .address, .address, .fixedBytes(32), .address, .uint(bits: 256), .uint(bits: 256)]), count: nil)
}

extension DelegateRegistry.Scope {
    fileprivate func joined(with other: Self) -> Self {
        switch (self, other) {
        case (.tokens(let some), .tokens(let more)): .tokens(some.union(more))
        case (.amounts(let some), .amounts(let more)): .amounts(some.merging(more, uniquingKeysWith: max))
        default: .all
        }
    }
}

/// One entry of the registry.
private struct Delegation {
    private enum Kind: UInt64 { case all = 1, contract, erc721, erc20, erc1155 }

    let to: EVMAddress
    let from: EVMAddress
    private let kind: Kind?
    private let hasFullRights: Bool
    private let contract: EVMAddress
    private let tokenID: Amount
    private let amount: Amount

    /// - Throws: `upstream_invalid`.
    init(_ value: ABIValue) throws(ChainError) {
        guard case .list(let members) = value, members.count == 7, case .uint(let kind) = members[0],
            case .address(let to) = members[1], case .address(let from) = members[2], case .bytes(let rights) = members[3],
            case .address(let contract) = members[4], case .uint(let tokenID) = members[5], case .uint(let amount) = members[6]
        else { throw ChainError(.upstreamInvalid, "The delegation registry answered something other than delegations.") }
        self.to = to
        self.from = from
        self.kind = UInt64(kind.description).flatMap(Kind.init)
        hasFullRights = rights.allSatisfy { $0 == 0 }
        self.contract = contract
        self.tokenID = tokenID
        self.amount = amount
    }

    func scope(of standard: EVMTokenStandard, at contract: EVMAddress) -> DelegateRegistry.Scope? {
        guard hasFullRights, kind == .all || self.contract == contract else { return nil }
        return switch (kind, standard) {
        case (.all, _), (.contract, _): .all
        case (.erc721, .erc721): .tokens([tokenID])
        case (.erc20, .erc20): .amounts([nil: amount])
        case (.erc1155, .erc1155): .amounts([tokenID: amount])
        default: nil
        }
    }
}
