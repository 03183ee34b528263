import ChainKit

/// One exchange of a pool with a provider, for counters and histograms.
public struct PoolEvent: Sendable, Hashable {
    public enum Purpose: String, Sendable, Hashable {
        /// A question of an adapter, with all the calls it took.
        case ask
        /// The question which chain the provider serves.
        case identify
    }

    public let provider: String
    public let purpose: Purpose
    /// `ok`, or the code of the error.
    public let outcome: String
    public let seconds: Double
    /// The newest block, slot or seqno that the provider told of with this answer.
    public let head: UInt64?

    public init(provider: String, purpose: Purpose, outcome: String, seconds: Double, head: UInt64? = nil) {
        self.provider = provider
        self.purpose = purpose
        self.outcome = outcome
        self.seconds = seconds
        self.head = head
    }
}

/// Told of every exchange as it ends; must return at once.
public typealias PoolObserver = @Sendable (PoolEvent) -> Void

extension FailoverPool {
    func report(
        _ provider: any Provider, _ purpose: PoolEvent.Purpose, _ error: ChainError?, since start: Duration,
        head: UInt64? = nil
    ) {
        observe(
            PoolEvent(
                provider: provider.name, purpose: purpose, outcome: error?.code.rawValue ?? "ok",
                seconds: (clock.elapsed() - start).inSeconds, head: head))
    }
}
