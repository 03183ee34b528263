/// What a rule wants to know before it decides. Equal queries are asked once.
public enum FactQuery: Sendable, Hashable, Codable {
    /// Asked of the adapter whose chain the asset names.
    case holding(HoldingQuery)
}

/// The answer to a ``FactQuery``.
public enum Fact: Sendable, Hashable, Codable {
    case holding(Holding)
}

/// Every fact that could be read for a check, and for each that could not, why.
public typealias Facts = [FactQuery: Result<Fact, ChainError>]
