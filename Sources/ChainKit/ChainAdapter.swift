/// One configured chain, such as `berachain`: what the chain's addresses look like, how its wallets sign in, what they
/// hold. An adapter reads facts; it decides nothing.
///
/// A role that is missing is a capability the chain does not have. Prove an adapter with `gatehouse conformance run`.
public protocol ChainAdapter: Sendable {
    /// CAIP-2, such as `eip155:80094`.
    var chain: ChainID { get }
    var manifest: AdapterManifest { get }
    var accounts: any AccountFormat { get }
    var ownership: (any OwnershipProver)? { get }
    var holdings: (any HoldingReader)? { get }
    var transactions: (any TransactionReader)? { get }
    var interactions: (any InteractionReceiver)? { get }
    /// The state of the chain's providers, within two seconds.
    func health() async -> AdapterHealth
    /// Lets go of what the adapter holds outside this process; nothing is asked of it afterwards.
    func close() async
}

extension ChainAdapter {
    public var transactions: (any TransactionReader)? { nil }
    public var interactions: (any InteractionReceiver)? { nil }
    public func close() async {}
}

public struct AdapterHealth: Sendable, Hashable, Codable {
    public var status: ProviderHealth.Status
    public var providers: [ProviderHealth]

    /// `ok` when every provider is, `down` when none can answer, else `degraded`. An adapter without providers is `ok`.
    public init(providers: [ProviderHealth]) {
        self.providers = providers
        if providers.allSatisfy({ $0.status == .ok }) {
            status = .ok
        } else {
            status = providers.allSatisfy { $0.status == .down } ? .down : .degraded
        }
    }
}
