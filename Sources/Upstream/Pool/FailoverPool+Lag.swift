import ChainKit
import Synchronization

extension FailoverPool {
    /// Where a lag in blocks is limited, asks the other providers for heads to compare with, once for all who wait.
    ///
    /// One that rests or is slow to answer is not waited for: its last head stays what the chain had reached at least.
    func refreshHeads(besides index: Int) async {
        guard settings.maxLagBlocks != nil else { return }
        let now = clock.elapsed()
        let due = state.withLock { state in
            providers.indices.filter { other in
                guard other != index, state.standings[other].isInGoodStanding(at: now) else { return false }
                let asked = state.standings[other].askedForHead
                return state.checks[other] != nil || asked.map { now - $0 >= settings.headFreshness } ?? true
            }
        }
        guard !due.isEmpty else { return }
        let late = ChainError(.upstreamTimeout, "The heads of the other providers came late.")
        _ = try? await clock.within(settings.headPatience, orThrow: late) { () throws(ChainError) in
            await withTaskGroup(of: Void.self) { group in
                for other in due { group.addTask { _ = try? await self.check(other) } }
            }
        }
    }

    /// - Throws: `upstream_behind`, which is no failure of the provider: it is asked again as soon as it has caught up.
    func requireCaughtUp(_ index: Int) throws(ChainError) {
        guard settings.limitsLag, let excess = lag(of: index).excess(over: settings) else { return }
        throw ChainError(.upstreamBehind, "The provider \"\(providers[index].name)\" is \(excess); ask again later.")
    }

    func lag(of index: Int) -> ProviderLag {
        let now = clock.elapsed()
        let heads = state.withLock { $0.standings.map(\.head) }
        let recent = heads.map { $0.flatMap { now - $0.seenAt <= ProviderHead.memory ? $0 : nil } }
        return ProviderLag(recent[index], highest: recent.compactMap { $0?.height }.max())
    }
}

/// How far a provider is behind the chain, as far as it is known.
struct ProviderLag {
    let head: UInt64?
    let blocks: UInt64?
    let seconds: Double?

    init(_ head: ProviderHead?, highest: UInt64?) {
        self.head = head?.height
        seconds = head?.ageSeconds
        blocks = if let height = head?.height, let highest { highest - min(height, highest) } else { nil }
    }

    /// What is too much, in words that follow "is"; `nil` when nothing is. What is not known is not held against anyone.
    func excess(over settings: FailoverPool.Settings) -> String? {
        if let limit = settings.maxLagBlocks, let blocks, blocks > limit {
            return "\(blocks) blocks behind the chain, more than the \(limit) of pool.max_lag_blocks"
        }
        if let limit = settings.maxLagSeconds, let seconds, seconds > limit {
            return
                "\(Self.plain(seconds.rounded())) s behind the chain, more than the \(Self.plain(limit)) s of pool.max_lag_seconds"
        }
        return nil
    }

    /// Which of the limits cannot be judged because the provider does not tell; `nil` when all can.
    func unknown(to settings: FailoverPool.Settings) -> String? {
        if settings.maxLagBlocks != nil, head == nil { return "It tells no head, so pool.max_lag_blocks does not hold for it." }
        if settings.maxLagSeconds != nil, seconds == nil {
            return "It does not tell how old its head is, so pool.max_lag_seconds does not hold for it."
        }
        return nil
    }

    private static func plain(_ seconds: Double) -> String { Int(exactly: seconds).map(String.init) ?? String(seconds) }
}
