/// How many HTTP requests an adapter sends at most to answer holding queries about ordinary wallets, those whose tokens fit
/// in one page, when the first provider answers at once.
///
/// `fixed + perAccount · accounts + perBatch · ⌈queries / batch⌉`. The question which chain a provider serves is not counted.
public struct UpstreamBudget: Sendable, Hashable, Codable {
    public var fixed: Int
    /// For each different account among the queries.
    public var perAccount: Int
    public var perBatch: Int
    /// Queries that one batch joins, at least 1.
    public var batch: Int

    public init(fixed: Int = 0, perAccount: Int = 0, perBatch: Int = 0, batch: Int = 1) {
        self.fixed = fixed
        self.perAccount = perAccount
        self.perBatch = perBatch
        self.batch = max(1, batch)
    }

    public func limit(queries: Int, accounts: Int) -> Int {
        fixed + perAccount * accounts + perBatch * ((queries + batch - 1) / batch)
    }

    private enum CodingKeys: String, CodingKey {
        case fixed, batch
        case perAccount = "per_account"
        case perBatch = "per_batch"
    }
}
