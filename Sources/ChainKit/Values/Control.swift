/// How someone controls an account, and so on which chains they speak for it.
public enum Control: String, Sendable, Hashable, Codable, CaseIterable {
    /// By the key behind the address: on every chain of the CAIP-2 namespace, since the key is the same there.
    case key
    /// By the word of the contract at the address (EIP-1271): on that one chain, since elsewhere another contract, or
    /// another owner, may be at the same address.
    case contract
}

/// An account that someone has proven to control.
public struct ProvenAccount: Sendable, Hashable, Codable {
    public let account: Account
    public let control: Control

    public init(_ account: Account, by control: Control = .key) {
        self.account = account
        self.control = control
    }

    /// The account as it stands on `chain`.
    /// - Returns: `nil` when the proof says nothing about that chain.
    public func account(on chain: ChainID) -> Account? {
        switch control {
        case .key: account.moved(to: chain)
        case .contract: account.chain == chain ? account : nil
        }
    }
}
