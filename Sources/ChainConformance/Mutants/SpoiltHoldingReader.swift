import ChainKit

/// A reader whose answers are changed on their way out.
struct SpoiltHoldingReader: HoldingReader {
    typealias Answers = [Result<Holding, ChainError>]

    let base: any HoldingReader
    /// Asks the reader, or not, and changes what it says.
    let change: @Sendable (any HoldingReader, [HoldingQuery]) async -> Answers

    init(
        _ base: any HoldingReader, _ change: @escaping @Sendable (any HoldingReader, [HoldingQuery]) async -> Answers
    ) {
        self.base = base
        self.change = change
    }

    var concurrentCalls: Int { base.concurrentCalls }
    func asset(_ description: JSONValue) async throws(ChainError) -> Asset { try await base.asset(description) }
    func holdings(_ queries: [HoldingQuery]) async -> Answers { await change(base, queries) }
}

extension SpoiltAdapter {
    mutating func spoilHoldings(
        _ change: @escaping @Sendable (any HoldingReader, [HoldingQuery]) async -> SpoiltHoldingReader.Answers
    ) {
        holdings = holdings.map { SpoiltHoldingReader($0, change) }
    }

    /// Changes each answer by itself.
    mutating func spoilEachHolding(
        _ change: @escaping @Sendable (Result<Holding, ChainError>) -> Result<Holding, ChainError>
    ) {
        spoilHoldings { base, queries in await base.holdings(queries).map(change) }
    }
}
