import ChainKit
import Synchronization

/// The chain's pool, which is made once the program has said which chain it serves.
final class PoolBox: Sendable {
    private let state = Mutex<(any ProviderPool)?>(nil)

    var pool: (any ProviderPool)? { state.withLock { $0 } }

    func put(_ pool: any ProviderPool) { state.withLock { $0 = pool } }
}
