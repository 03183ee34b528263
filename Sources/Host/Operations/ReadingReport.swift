import Logging
import Upstream

/// Counts what became of holding queries, and tells the operator when providers contradict each other.
struct ReadingReport: Sendable {
    let metrics: HostMetrics
    let logger: Logger

    func record(chain: String, event: ReadingEvent) {
        switch event {
        case .cached(let outcome, let count):
            metrics.cachedAnswers.count(["chain": chain, "outcome": outcome.rawValue], by: Double(count))
        case .confirmation(let outcome, let count):
            metrics.confirmations.count(["chain": chain, "outcome": outcome.rawValue], by: Double(count))
        case .quorum(let outcome, let count, let detail):
            metrics.quorums.count(["chain": chain, "outcome": outcome.rawValue], by: Double(count))
            guard outcome == .disagreed else { return }
            logger.warning(
                "providers disagree", metadata: ["chain": "\(chain)", "questions": "\(count)", "first": "\(detail ?? "")"])
        }
    }
}
