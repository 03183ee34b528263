/// Whom a campaign asks about: the accounts that one person has proven, or the bare wallet of a dry run.
public struct Subject: Sendable, Hashable, Codable {
    public let accounts: [Account]

    public init(accounts: [Account]) { self.accounts = accounts }

    /// The subject's accounts as they stand on `chain`, each once, in order.
    public func accounts(on chain: ChainID) -> [Account] {
        var seen: Set<Account> = []
        return accounts.compactMap { $0.moved(to: chain) }.filter { seen.insert($0).inserted }
    }
}
