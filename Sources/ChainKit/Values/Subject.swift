/// Whom a campaign asks about: the accounts that one person has proven, or the bare wallet of a dry run.
public struct Subject: Sendable, Hashable, Codable {
    public let proven: [ProvenAccount]

    public init(_ proven: [ProvenAccount]) { self.proven = proven }

    /// Accounts that are spoken for by their keys.
    public init(accounts: [Account]) { proven = accounts.map { ProvenAccount($0) } }

    /// The subject's accounts as they stand on `chain`, each once, in order.
    public func accounts(on chain: ChainID) -> [Account] {
        var seen: Set<Account> = []
        return proven.compactMap { $0.account(on: chain) }.filter { seen.insert($0).inserted }
    }
}
