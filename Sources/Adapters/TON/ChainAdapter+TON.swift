import ChainKit

extension AdapterKind {
    /// TON, mainnet or testnet: `adapter: ton`.
    public static let ton = AdapterKind(
        id: TONChain.id, namespace: "tvm", accounts: TONAccountFormat.init(on:),
        vectorOps: TONVectorOps.core + TONNFTVectorOps.all, testWallets: TONTestWallet()
    ) { setup throws(ChainError) in
        do throws(ChainError) { return try TONChain(setup) } catch { throw error.from(setup.name) }
    }
}

/// One configured network of TON.
struct TONChain: ChainAdapter {
    static let id = "ton"

    let chain: ChainID
    let manifest: AdapterManifest
    let accounts: any AccountFormat
    let ownership: (any OwnershipProver)?
    let holdings: (any HoldingReader)?
    private let pool: any ProviderPool

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let configuration = try TONConfiguration(setup)
        chain = configuration.network.chain
        let pool = setup.connect(chain) { provider throws(ChainError) in
            try await TONProviderAPI.client(of: provider).identity()
        }
        self.pool = pool
        accounts = TONAccountFormat(network: configuration.network)
        ownership = TONOwnership(network: configuration.network) { wallet throws(ChainError) in
            try await pool.ask { provider throws(ChainError) in
                try await TONProviderAPI.client(of: provider).publicKey(of: wallet)
            }
        }
        holdings = TONHoldings(name: setup.name, configuration: configuration, pool: pool, now: setup.now)
        manifest = AdapterManifest(
            id: Self.id, version: "1.0.0", roles: [.accounts, .ownership, .holdings],
            assetKinds: [TONCollectionAsset.member], configurationSchema: TONConfiguration.schema,
            hosts: Set(setup.providers.map(\.host)).sorted(), budget: Self.budget, readsPages: true)
    }

    /// A list an account, then of every item that is confirmed what it says itself, its membership and its revocation:
    /// as many as queries that want one item of a collection all of whose listed items are genuine.
    private static let budget = UpstreamBudget(perAccount: 1, perBatch: 3)

    func health() async -> AdapterHealth { AdapterHealth(providers: await pool.health()) }
}
