import ChainKit
import Synchronization

/// Joins what many tasks ask at once into few questions to another reader.
///
/// A query that is being asked already is not asked again. As many flights are under way at a time as the reader is
/// worth having; queries that come meanwhile go together in the next one, which leaves at once when it is full.
public final class CoalescingHoldingReader: HoldingReader {
    private typealias Answer = Promise<Result<Holding, ChainError>>

    private struct State {
        /// Not yet under way, oldest first.
        var waiting: [HoldingQuery] = []
        var entries: [HoldingQuery: Entry] = [:]
        var flights = 0
    }

    private struct Entry {
        let answer = Answer()
        var interested = 0
        var underWay = false
    }

    private let reader: any HoldingReader
    private let maxBatch: Int
    private let state = Mutex(State())

    /// - Parameter maxBatch: queries one flight may carry, at least 1.
    public init(_ reader: any HoldingReader, maxBatch: Int = 500) {
        self.reader = reader
        self.maxBatch = max(1, maxBatch)
    }

    public var concurrentCalls: Int { reader.concurrentCalls }

    /// Different queries that have no answer yet, for a gauge.
    public var pending: Int { state.withLock { $0.entries.count } }

    public func asset(_ description: JSONValue) async throws(ChainError) -> Asset { try await reader.asset(description) }

    public func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let answers = state.withLock { state in queries.map { enlist($0, in: &state) } }
        takeOff()
        var results: [Result<Holding, ChainError>] = []
        results.reserveCapacity(queries.count)
        for answer in answers {
            do throws(ChainError) { results.append(try await answer.value()) } catch { results.append(.failure(error)) }
        }
        if Task.isCancelled { forget(queries, answers) }
        return results
    }

    private func enlist(_ query: HoldingQuery, in state: inout State) -> Answer {
        if state.entries[query] == nil { state.waiting.append(query) }
        state.entries[query, default: Entry()].interested += 1
        return state.entries[query]!.answer
    }

    /// Drops queries that nobody waits for any more, unless they are under way.
    private func forget(_ queries: [HoldingQuery], _ answers: [Answer]) {
        state.withLock { state in
            var dropped: Set<HoldingQuery> = []
            for (query, answer) in zip(queries, answers) {
                // A later entry for the same query belongs to others.
                guard var entry = state.entries[query], entry.answer === answer else { continue }
                entry.interested -= 1
                if entry.interested == 0, !entry.underWay {
                    state.entries[query] = nil
                    dropped.insert(query)
                } else {
                    state.entries[query] = entry
                }
            }
            if !dropped.isEmpty { state.waiting.removeAll { dropped.contains($0) } }
        }
    }

    private func takeOff() {
        while let batch = nextBatch() {
            // Belongs to nobody who waits, so that one who leaves does not take the answer from the others.
            Task {
                land(batch, await reader.holdings(batch))
            }
        }
    }

    private func nextBatch() -> [HoldingQuery]? {
        state.withLock { state in
            guard !state.waiting.isEmpty, state.flights < reader.concurrentCalls || state.waiting.count >= maxBatch else {
                return nil
            }
            let batch = Array(state.waiting.prefix(maxBatch))
            state.waiting.removeFirst(batch.count)
            state.flights += 1
            for query in batch { state.entries[query]?.underWay = true }
            return batch
        }
    }

    private func land(_ batch: [HoldingQuery], _ results: [Result<Holding, ChainError>]) {
        let answers = state.withLock { state in
            state.flights -= 1
            return batch.map { state.entries.removeValue(forKey: $0)?.answer }
        }
        for (index, answer) in answers.enumerated() {
            let missing = ChainError(
                .internalError, "The adapter gave \(results.count) answers to \(batch.count) queries; it must give one each.")
            answer?.keep(results.count == batch.count ? results[index] : .failure(missing))
        }
        takeOff()
    }
}
