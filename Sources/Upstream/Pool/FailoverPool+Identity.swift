import ChainKit
import Synchronization

extension FailoverPool {
    /// Makes sure that the provider has shown, since that failover, that it serves the chain.
    /// - Throws: `upstream_wrong_chain`, or what asking it threw.
    func prove(_ index: Int, since failovers: Int, until end: Duration) async throws(ChainError) {
        let proven = state.withLock { ($0.standings[index].provenUpTo ?? -1) >= failovers }
        if proven { return }
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
        let outcome: Result<Double, ChainError>
        do throws(ChainError) {
            try await require(provider)
            outcome = .success((clock.elapsed() - start).inSeconds)
            report(provider, .identify, nil, since: start)
        } catch {
            outcome = .failure(error)
            if error.code.blame == .outside { record(error, of: index) }
            report(provider, .identify, error, since: start)
        }
        state.withLock { state in
            state.checks[index] = nil
            if case .success(let seconds) = outcome {
                state.standings[index].proved(upTo: failovers, at: clock.elapsed(), seconds: seconds)
            }
        }
        return outcome
    }

    private func require(_ provider: any Provider) async throws(ChainError) {
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
    }
}
