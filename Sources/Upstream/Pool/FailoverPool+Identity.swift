import ChainKit
import Foundation
import Synchronization

extension FailoverPool {
    /// Makes sure that the provider has shown, since that failover, that it serves the chain; where a lag is limited,
    /// that it has done so lately.
    /// - Throws: `upstream_wrong_chain`, or what asking it threw.
    func prove(_ index: Int, since failovers: Int, until end: Duration) async throws(ChainError) {
        let standing = state.withLock { $0.standings[index] }
        let isRecent = standing.head.map { clock.elapsed() - $0.seenAt < settings.headFreshness } ?? false
        if (standing.provenUpTo ?? -1) >= failovers, isRecent || !settings.limitsLag { return }
        let limit = end - clock.elapsed()
        _ = try await clock.within(limit, orThrow: late(providers[index], limit)) { () throws(ChainError) in
            try await self.check(index)
        }
    }

    /// Asks the provider which chain it serves, or waits with whoever is asking already.
    ///
    /// The question belongs to nobody who waits, so that one who leaves does not take it from the others, and its failure
    /// counts once, however many wait.
    /// - Returns: how many seconds the answer took.
    func check(_ index: Int) async throws(ChainError) -> Double {
        let (check, isMine) = state.withLock { state in
            if let running = state.checks[index] { return (running, false) }
            let check = Promise<Result<Double, ChainError>>()
            state.checks[index] = check
            state.standings[index].askedForHead = clock.elapsed()
            return (check, true)
        }
        if isMine {
            Task {
                check.keep(await runCheck(index))
            }
        }
        return try await check.value().get()
    }

    private func runCheck(_ index: Int) async -> Result<Double, ChainError> {
        let provider = providers[index]
        let start = clock.elapsed()
        let failovers = state.withLock { $0.failovers }
        let outcome: Result<ProviderIdentity, ChainError>
        do throws(ChainError) {
            let identity = try await require(provider)
            outcome = .success(identity)
            report(provider, .identify, nil, since: start, head: identity.head)
        } catch {
            outcome = .failure(error)
            if error.code.blame == .outside { record(error, of: index) }
            report(provider, .identify, error, since: start)
        }
        let now = clock.elapsed()
        let seconds = (now - start).inSeconds
        state.withLock { state in
            state.checks[index] = nil
            if case .success(let identity) = outcome {
                let head = ProviderHead(
                    height: identity.head, ageSeconds: identity.headTime.map { max(0, clock.date().timeIntervalSince($0)) },
                    seenAt: now)
                state.standings[index].proved(upTo: failovers, at: now, seconds: seconds, head: head)
            }
        }
        return outcome.map { _ in seconds }
    }

    private func require(_ provider: any Provider) async throws(ChainError) -> ProviderIdentity {
        let limit = settings.providerDeadline
        let served = try await clock.within(limit, orThrow: late(provider, limit)) { () throws(ChainError) in
            try await identify(provider)
        }
        guard served.chain == chain else {
            throw ChainError(
                .upstreamWrongChain,
                "The provider \"\(provider.name)\" serves \(served.chain), the configuration says \(chain); correct its url or the network."
            )
        }
        return served
    }
}
