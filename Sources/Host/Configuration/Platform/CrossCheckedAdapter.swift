import ChainKit
import Upstream

/// An adapter whose holdings and verdicts rest on as many providers as its chain's configuration asks for.
struct CrossCheckedAdapter: ChainAdapter {
    let ownership: (any OwnershipProver)?
    let holdings: (any HoldingReader)?
    private let base: any ChainAdapter
    private let sources: [any ChainAdapter]

    /// - Parameter sources: the adapter of each provider alone, in the order of the configuration; none where nothing has to
    ///   be compared, or nobody else could be asked.
    init(
        _ base: any ChainAdapter, sources: [(name: String, adapter: any ChainAdapter)], chain: ChainConfiguration,
        observe: @escaping ReadingObserver
    ) {
        self.base = base
        self.sources = sources.map(\.adapter)
        let readers = sources.compactMap { source in
            source.adapter.holdings.map { ProviderReader(name: source.name, reader: $0) }
        }
        let provers = sources.compactMap { source in source.adapter.ownership.map { (name: source.name, prover: $0) } }
        var holdings = base.holdings
        if chain.quorum > 1 {
            holdings = holdings.map {
                QuorumHoldingReader($0, providers: readers, quorum: chain.quorum, observe: observe)
            }
        }
        if chain.confirmsEmpty {
            holdings = holdings.map { SecondSourceReader($0, providers: readers, observe: observe) }
        }
        self.holdings = holdings
        ownership =
            chain.quorum > 1
            ? base.ownership.map { QuorumOwnershipProver($0, provers: provers, quorum: chain.quorum, observe: observe) }
            : base.ownership
    }

    var chain: ChainID { base.chain }
    var manifest: AdapterManifest { base.manifest }
    var accounts: any AccountFormat { base.accounts }
    var transactions: (any TransactionReader)? { base.transactions }
    var interactions: (any InteractionReceiver)? { base.interactions }
    func health() async -> AdapterHealth { await base.health() }

    func close() async { await ([base] + sources).closeAll() }
}
