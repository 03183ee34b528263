import ChainKit

extension AdapterKind {
    /// Solana and the chains that run its virtual machine, such as SOON: `adapter: solana`.
    public static let solana = AdapterKind(
        id: SolanaAdapter.id, namespace: "solana", accounts: { chain in SolanaAccountFormat(chain: chain) },
        vectorOps: SolanaVectorOps.all, testWallets: SolanaTestWallet(),
        make: { setup throws(ChainError) in
            do throws(ChainError) { return try SolanaAdapter(setup) } catch { throw error.from(setup.name) }
        })
}

/// One configured Solana chain.
struct SolanaAdapter: ChainAdapter {
    static let id = "solana"

    let chain: ChainID
    let manifest: AdapterManifest
    let accounts: any AccountFormat
    let ownership: (any OwnershipProver)?
    let holdings: (any HoldingReader)?
    let transactions: (any TransactionReader)?
    private let pool: any ProviderPool

    init(_ setup: AdapterSetup) throws(ChainError) {
        let configuration = try SolanaConfiguration(setup)
        chain = configuration.network.chain
        accounts = SolanaAccountFormat(chain: chain)
        ownership = SolanaOwnership(network: configuration.network)
        pool = setup.connect(chain) { provider throws(ChainError) in
            try await SolanaClient(provider, commitment: configuration.commitment).identity()
        }
        holdings = SolanaHoldings(name: setup.name, configuration: configuration, pool: pool, now: setup.now)
        transactions = SolanaTransactionReader(name: setup.name, configuration: configuration, pool: pool)
        manifest = AdapterManifest(
            id: Self.id, version: "1.0.0", roles: [.accounts, .ownership, .holdings, .transactions],
            assetKinds: ["collection", "mint"],
            configurationSchema: SolanaConfiguration.schema, hosts: setup.providers.map(\.host).uniqued(),
            budget: UpstreamBudget(perAccount: 5, perBatch: 2, batch: 10), readsPages: true)
    }

    func health() async -> AdapterHealth { AdapterHealth(providers: await pool.health()) }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of first appearance.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
