import ChainKit
import Synchronization

extension FailoverPool {
    public func health() async -> [ProviderHealth] {
        await withTaskGroup(of: (Int, ProviderHealth).self) { group in
            for index in providers.indices { group.addTask { (index, await self.health(of: index)) } }
            var reports: [Int: ProviderHealth] = [:]
            for await (index, report) in group { reports[index] = report }
            return providers.indices.compactMap { reports[$0] }
        }
    }

    private func health(of index: Int) async -> ProviderHealth {
        let name = providers[index].name
        let now = clock.elapsed()
        let standing = state.withLock { $0.standings[index] }
        if let silentUntil = standing.silentUntil, now < silentUntil {
            let seconds = Int((silentUntil - now).inSeconds.rounded(.up))
            return ProviderHealth(name: name, status: .degraded, detail: "It asked to be left alone for \(seconds) s more.")
        }
        if let answer = standing.lastAnswer, standing.failuresInARow == 0, now - answer.at <= settings.healthFreshness {
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
