import ChainKit
import Synchronization

/// The chain's pool, which is made once the program has said which chain it serves.
final class PoolBox: Sendable {
    private let state = Mutex<(pool: (any ProviderPool)?, headers: [String: Set<String>])>((nil, [:]))

    var pool: (any ProviderPool)? { state.withLock { $0.pool } }

    /// - Parameter providers: those that the pool joins, as the operator has configured them.
    func put(_ pool: any ProviderPool, of providers: [AdapterSetup.ProviderDescription]) {
        let headers = providers.map { ($0.name, Set($0.headers.map { $0.lowercased() })) }
        state.withLock { $0 = (pool, Dictionary(headers) { $0.union($1) }) }
    }

    /// Names in lower case of the headers that the operator has sent to that provider.
    func headers(of provider: String) -> Set<String> { state.withLock { $0.headers[provider] ?? [] } }
}
