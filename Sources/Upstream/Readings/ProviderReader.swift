import ChainKit

/// The holdings of a chain as one of its providers tells them.
public struct ProviderReader: Sendable {
    /// The provider's configured name, as in ``Holding/source``.
    public let name: String
    let reader: any HoldingReader

    public init(name: String, reader: any HoldingReader) {
        self.name = name
        self.reader = reader
    }

    /// One result a query, whatever the reader gives.
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let results = await reader.holdings(queries)
        guard results.count != queries.count else { return results }
        let error = ChainError(
            .internalError, "The adapter gave \(results.count) answers to \(queries.count) queries; it must give one each.")
        return queries.map { _ in .failure(error) }
    }
}

extension Holding {
    /// This holding, said by other providers too.
    func also(saidBy others: some Sequence<Holding>) -> Holding {
        var joined = self
        for other in others {
            if !joined.source.split(separator: "+").contains(other.source[...]) { joined.source += "+" + other.source }
            joined.observedAt = min(joined.observedAt, other.observedAt)
            joined.at = ChainPoint.earlier(joined.at, other.at)
        }
        return joined
    }
}

extension ChainPoint {
    /// The lower of two heights of one kind, else the first that is known.
    static func earlier(_ one: ChainPoint?, _ other: ChainPoint?) -> ChainPoint? {
        guard let one, let other else { return one ?? other }
        return one.parts.word == other.parts.word && other.parts.height < one.parts.height ? other : one
    }
}
