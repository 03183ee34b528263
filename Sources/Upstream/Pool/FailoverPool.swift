import ChainKit
import Synchronization

/// Asks the first provider in order that is fit: known to serve the chain, not resting after failures, not silenced by its
/// own `Retry-After`, not further behind the chain than allowed. A failure moves the question on to the next provider.
public final class FailoverPool: DivisiblePool {
    public struct Settings: Sendable, Hashable {
        /// Failures in a row that open a provider's breaker.
        public var failuresToOpen = 5
        /// How long an open breaker rests before one call may probe; up to half as much is added at random.
        public var coolDown: Duration = .seconds(15)
        /// What one provider may take of ``deadline`` while another one could still be asked.
        public var providerDeadline: Duration = .seconds(4)
        /// From the start of a question to its answer or error.
        public var deadline: Duration = .seconds(10)
        /// A provider that answered within this time is healthy without being asked.
        public var healthFreshness: Duration = .seconds(10)
        /// What a health report may take in all.
        public var healthDeadline: Duration = .seconds(2)
        /// A provider whose head is further behind the highest one known of the chain is not asked; `nil`: any may be.
        public var maxLagBlocks: UInt64?
        /// A provider whose head is older is not asked; `nil`: any may be.
        public var maxLagSeconds: Double?
        /// Where a lag is limited, a head that is older than this is asked for again before a question.
        public var headFreshness: Duration = .seconds(5)
        /// How long a question waits for the heads of other providers to compare with.
        public var headPatience: Duration = .seconds(1)

        var limitsLag: Bool { maxLagBlocks != nil || maxLagSeconds != nil }

        public init() {}
    }

    struct State {
        var standings: [ProviderStanding]
        /// How often a question had to move on to another provider.
        var failovers = 0
        /// The running question which chain a provider serves, shared by all who wait for it.
        var checks: [Promise<Result<Double, ChainError>>?]
    }

    let chain: ChainID
    let providers: [any Provider]
    let identify: AdapterSetup.Identify
    let settings: Settings
    let clock: UpstreamClock
    let observe: PoolObserver
    private let chance: @Sendable () -> Double
    let state: Mutex<State>

    /// - Parameters:
    ///   - identify: asks a provider which chain it serves.
    ///   - chance: random numbers from 0 to below 1, for the jitter of cool-downs.
    public init(
        chain: ChainID, providers: [any Provider], identify: @escaping AdapterSetup.Identify, settings: Settings = Settings(),
        clock: UpstreamClock = .system, chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        observe: @escaping PoolObserver = { _ in }
    ) {
        self.chain = chain
        self.providers = providers
        self.identify = identify
        self.settings = settings
        self.clock = clock
        self.chance = chance
        self.observe = observe
        state = Mutex(
            State(
                standings: providers.map { _ in ProviderStanding() },
                checks: providers.map { _ in nil }))
    }

    public func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        try await ask(among: providers.indices, work)
    }

    /// As ``ask(_:)``, of these providers alone.
    func ask<Answer: Sendable>(
        among candidates: Range<Int>, _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let end = clock.elapsed() + settings.deadline
        var last: ChainError?
        // Failovers of this question and no earlier ones: each is a reason to ask the next provider for its chain anew.
        var failovers = 0
        for index in candidates {
            guard let turnEnd = admit(index, of: candidates, until: end) else { continue }
            do throws(ChainError) {
                return try await ask(index, until: turnEnd, provenSince: failovers, work)
            } catch {
                guard error.code.blame == .outside else { throw error }
                last = error
                if error.code == .upstreamBehind { continue }
            }
            failovers = state.withLock { state in
                state.failovers += 1
                return state.failovers
            }
        }
        throw exhausted(last, candidates)
    }

    /// - Returns: when the provider's turn is over; `nil` when it is not to be asked.
    private func admit(_ index: Int, of candidates: Range<Int>, until end: Duration) -> Duration? {
        let now = clock.elapsed()
        guard now < end else { return nil }
        return state.withLock { state in
            guard state.standings[index].admit(at: now) else { return nil }
            let isLast = !state.standings[(index + 1)..<candidates.upperBound].contains { $0.mayBeAsked(at: now) }
            return isLast ? end : min(end, now + settings.providerDeadline)
        }
    }

    private func ask<Answer: Sendable>(
        _ index: Int, until end: Duration, provenSince failovers: Int,
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let provider = providers[index]
        let start = clock.elapsed()
        do throws(ChainError) {
            async let others: Void = refreshHeads(besides: index)
            try await prove(index, since: failovers, until: end)
            await others
            try requireCaughtUp(index)
            let answer: Answer
            let watched = WatchedProvider(provider, clock: clock)
            do throws(ChainError) {
                answer = try await answered(by: watched, until: end, since: start, work)
            } catch {
                // Whoever used up the time without asking anything has nothing to say about the provider.
                let isSilent = error == late(provider, end - start) && !watched.wasAsked
                if error.code.blame == .outside, !Self.traitsOfTheQuestion.contains(error.code), !isSilent {
                    record(error, of: index)
                }
                throw error
            }
            let now = clock.elapsed()
            state.withLock { $0.standings[index].answered(at: now, seconds: (now - start).inSeconds) }
            report(provider, .ask, nil, since: start)
            return answer
        } catch {
            state.withLock { $0.standings[index].leftOpen() }
            report(provider, .ask, error, since: start)
            throw error
        }
    }

    /// What comes of the question and not of the provider; else one crowded wallet would close the provider to all.
    private static let traitsOfTheQuestion: [ChainError.Code] = [.upstreamTooLarge, .upstreamBehind, .upstreamUnconfirmed]

    /// - Throws: `upstream_too_large` when the time is up and the provider has been answering all along: the question is too
    ///   long, and the provider does what it can.
    private func answered<Answer: Sendable>(
        by provider: WatchedProvider, until end: Duration, since start: Duration,
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let limit = end - clock.elapsed()
        let late = late(provider, end - start)
        do throws(ChainError) {
            return try await clock.within(limit, orThrow: late) { () throws(ChainError) in try await work(provider) }
        } catch {
            guard error == late, clock.elapsed() - provider.lastAnswer < limit / 2 else { throw error }
            throw ChainError(
                .upstreamTooLarge,
                "The provider \"\(provider.name)\" answers, but the whole question takes longer than \(limit.inSeconds) s; the wallet may be very full."
            )
        }
    }

    func record(_ error: ChainError, of index: Int) {
        let now = clock.elapsed()
        let coolDown = settings.coolDown * (1 + chance() / 2)
        state.withLock {
            $0.standings[index].failed(error, at: now, threshold: settings.failuresToOpen, coolDown: coolDown)
        }
    }

    private func exhausted(_ last: ChainError?, _ candidates: Range<Int>) -> ChainError {
        let now = clock.elapsed()
        let standings = state.withLock { $0.standings[candidates] }
        let soonest = standings.map { $0.nextChance(after: now) }.min() ?? now
        var error =
            last
            ?? ChainError(
                .upstreamNotAsked, "No provider of \(chain) may be asked at the moment; ask again later.",
                cause: standings.lazy.compactMap { $0.lastFailure?.description }.first)
        let least = error.code == .upstreamBehind ? settings.headFreshness.inSeconds : 1
        error.retryAfterSeconds = max(least, (soonest - now).inSeconds.rounded(.up))
        return error
    }

    func late(_ provider: any Provider, _ limit: Duration) -> ChainError {
        ChainError(
            .upstreamTimeout,
            "The provider \"\(provider.name)\" did not answer within \((limit.inSeconds * 10).rounded() / 10) s.")
    }
}
