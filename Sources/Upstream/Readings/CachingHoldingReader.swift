import ChainKit
import Synchronization

/// Keeps answers for a while, those that show enough and those that do not each for a time of their own. An error is never
/// kept.
public final class CachingHoldingReader: HoldingReader {
    /// How long answers are kept.
    public struct Lifetimes: Sendable, Hashable {
        /// Of an amount at least as large as wanted.
        public var positive: Duration
        /// Of a smaller one.
        public var negative: Duration

        public init(positive: Duration, negative: Duration) {
            self.positive = positive
            self.negative = negative
        }
    }

    private struct Entry {
        let holding: Holding
        let asked: Duration
        let until: Duration
    }

    private let reader: any HoldingReader
    private let lifetimes: Lifetimes
    private let limit: Int
    private let clock: UpstreamClock
    private let observe: ReadingObserver
    private let entries = Mutex<[HoldingQuery: Entry]>([:])

    /// - Parameter limit: the most answers that are kept, at least 1.
    public init(
        _ reader: any HoldingReader, lifetimes: Lifetimes, limit: Int = 50_000, clock: UpstreamClock = .system,
        observe: @escaping ReadingObserver = { _ in }
    ) {
        self.reader = reader
        self.lifetimes = lifetimes
        self.limit = max(1, limit)
        self.clock = clock
        self.observe = observe
    }

    public var concurrentCalls: Int { reader.concurrentCalls }

    /// Answers kept at the moment, some of them possibly too old to be given.
    public var count: Int { entries.withLock { $0.count } }

    public func asset(_ description: JSONValue) async throws(ChainError) -> Asset { try await reader.asset(description) }

    public func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let asked = clock.elapsed()
        let kept = entries.withLock { entries in
            queries.map { query in entries[query].flatMap { asked < $0.until ? $0.holding : nil } }
        }
        let missing = queries.indices.filter { kept[$0] == nil }
        if missing.count < queries.count { observe(.cached(.hit, count: queries.count - missing.count)) }
        guard !missing.isEmpty else { return kept.compactMap { $0.map(Result.success) } }
        observe(.cached(.miss, count: missing.count))
        let answers = await reader.holdings(missing.map { queries[$0] })
        var results: [Result<Holding, ChainError>?] = kept.map { $0.map(Result.success) }
        for (index, answer) in zip(missing, answers) { results[index] = answer }
        keep(zip(missing, answers).map { (queries[$0], $1) }, since: asked)
        let lost = ChainError(.internalError, "A question was lost among its answers.")
        return results.map { $0 ?? .failure(lost) }
    }

    /// - Parameter asked: when the question was put, for the answer may have been true only then.
    private func keep(_ answers: [(HoldingQuery, Result<Holding, ChainError>)], since asked: Duration) {
        entries.withLock { entries in
            for case (let query, .success(let holding)) in answers {
                let lifetime = holding.amount >= query.wanted ? lifetimes.positive : lifetimes.negative
                guard lifetime > .zero else {
                    entries[query] = nil
                    continue
                }
                if entries.count >= limit { makeRoom(&entries, now: asked) }
                // One who asked earlier and waited longer does not replace newer knowledge.
                if let newer = entries[query], newer.asked > asked { continue }
                entries[query] = Entry(holding: holding, asked: asked, until: asked + lifetime)
            }
        }
    }

    /// Drops what is too old and, if that is little, the half that ends first; rarely, so that each entry pays for one look.
    private func makeRoom(_ entries: inout [HoldingQuery: Entry], now: Duration) {
        entries = entries.filter { now < $0.value.until }
        guard entries.count > limit / 2 else { return }
        let dropped = entries.sorted { $0.value.until < $1.value.until }.prefix(entries.count - limit / 2)
        for (query, _) in dropped { entries[query] = nil }
    }
}
