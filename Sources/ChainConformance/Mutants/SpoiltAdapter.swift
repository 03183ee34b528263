import ChainKit

/// An adapter of which some roles are replaced.
struct SpoiltAdapter: ChainAdapter {
    private let base: any ChainAdapter
    var manifest: AdapterManifest
    var accounts: any AccountFormat
    var ownership: (any OwnershipProver)?
    var holdings: (any HoldingReader)?

    init(_ base: any ChainAdapter) {
        self.base = base
        manifest = base.manifest
        accounts = base.accounts
        ownership = base.ownership
        holdings = base.holdings
    }

    var chain: ChainID { base.chain }
    var transactions: (any TransactionReader)? { base.transactions }
    var interactions: (any InteractionReceiver)? { base.interactions }
    func health() async -> AdapterHealth { await base.health() }
    func close() async { await base.close() }
}
