/// Reads what accounts hold.
public protocol HoldingReader: Sendable {
    /// How many calls of ``holdings(_:)`` are worth having under way at once: 1 where a call joins its queries into one
    /// upstream request, more where each account is asked about on its own and a slow one must not hold up the rest.
    var concurrentCalls: Int { get }

    /// Reads the description of an asset from a campaign, such as `{"erc721": "0x…"}`; members that name the chain or
    /// the wanted amount (`chain`, `at_least`) are not part of it.
    /// - Throws: `asset_invalid` with a pointer, saying what would be right.
    func asset(_ description: JSONValue) async throws(ChainError) -> Asset

    /// Answers every query, in order, in as few upstream calls as the chain allows.
    ///
    /// A provider that is late, wrong, truncated or on another chain gives an error that blames the outside, never an
    /// amount of zero. Only a complete answer is an answer.
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>]
}

extension HoldingReader {
    public var concurrentCalls: Int { 1 }
}
