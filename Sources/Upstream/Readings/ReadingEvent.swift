/// What became of some queries on their way to an answer, for counters and the log.
public enum ReadingEvent: Sendable, Hashable {
    public enum Cached: String, Sendable, Hashable, CaseIterable { case hit, miss }

    /// Of an index that showed too little.
    public enum Confirmation: String, Sendable, Hashable, CaseIterable {
        /// A second source shows too little as well.
        case confirmed
        /// A second source shows enough.
        case overruled
        /// No second source answered, or none that bears the index out.
        case unconfirmed
    }

    public enum Quorum: String, Sendable, Hashable, CaseIterable {
        case agreed
        /// Enough providers answered, too few of them the same.
        case disagreed
        /// Too few providers answered.
        case short
    }

    case cached(Cached, count: Int)
    case confirmation(Confirmation, count: Int)
    /// - detail: of a disagreement, who said what to the first of the queries; names no account.
    case quorum(Quorum, count: Int, detail: String?)
}

/// Told of every event as it happens; must return at once.
public typealias ReadingObserver = @Sendable (ReadingEvent) -> Void
