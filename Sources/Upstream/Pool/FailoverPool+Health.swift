import ChainKit
import Synchronization

extension FailoverPool {
    public func health() async -> [ProviderHealth] { await health(of: providers.indices) }

    func health(of candidates: Range<Int>) async -> [ProviderHealth] {
        var reports = await withTaskGroup(of: (Int, ProviderHealth).self) { group in
            for index in candidates { group.addTask { (index, await self.health(of: index)) } }
            return await group.reduce(into: [Int: ProviderHealth]()) { $0[$1.0] = $1.1 }
        }
        // Once every provider has told its head.
        for index in candidates { reports[index]?.judge(lag(of: index), by: settings) }
        return candidates.compactMap { reports[$0] }
    }

    private func health(of index: Int) async -> ProviderHealth {
        let name = providers[index].name
        let now = clock.elapsed()
        let standing = state.withLock { $0.standings[index] }
        if let silentUntil = standing.silentUntil, now < silentUntil {
            let seconds = Int((silentUntil - now).inSeconds.rounded(.up))
            return ProviderHealth(name: name, status: .degraded, detail: "It asked to be left alone for \(seconds) s more.")
        }
        if let answer = standing.lastAnswer, standing.failuresInARow == 0, now - answer.at <= settings.healthFreshness,
            let head = standing.head, now - head.seenAt <= (settings.limitsLag ? settings.healthFreshness : ProviderHead.memory)
        {
            return ProviderHealth(name: name, status: .ok, latencyMilliseconds: answer.seconds * 1000)
        }
        if let openUntil = standing.openUntil, now < openUntil {
            let seconds = Int((openUntil - now).inSeconds.rounded(.up))
            let failure = standing.lastFailure.map { " The last: \($0.message)" } ?? ""
            return ProviderHealth(
                name: name, status: .down,
                detail: "It rests for \(seconds) s more after \(standing.failuresInARow) failures in a row.\(failure)")
        }
        let limit = settings.healthDeadline
        do throws(ChainError) {
            let seconds = try await clock.within(limit, orThrow: late(providers[index], limit)) { () throws(ChainError) in
                try await self.check(index)
            }
            guard standing.openUntil == nil else {
                return ProviderHealth(
                    name: name, status: .degraded, latencyMilliseconds: seconds * 1000,
                    detail: "It answers again, but rests after \(standing.failuresInARow) failures in a row.")
            }
            return ProviderHealth(name: name, status: .ok, latencyMilliseconds: seconds * 1000)
        } catch {
            return ProviderHealth(name: name, status: .down, detail: error.message)
        }
    }
}

extension ProviderHealth {
    /// Adds what is known of the lag. A provider too far behind is not asked, and so as good as down.
    fileprivate mutating func judge(_ lag: ProviderLag, by settings: FailoverPool.Settings) {
        head = lag.head
        lagBlocks = lag.blocks
        lagSeconds = lag.seconds
        guard status == .ok else { return }
        if let excess = lag.excess(over: settings) {
            status = .down
            detail = "It is \(excess), and not asked until it has caught up."
        } else {
            detail = lag.unknown(to: settings)
        }
    }
}
