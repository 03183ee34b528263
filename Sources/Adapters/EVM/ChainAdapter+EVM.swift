import ChainKit
import Foundation

extension AdapterKind {
    /// Ethereum, Berachain and every other chain with an EIP-155 id and a JSON-RPC node.
    public static let evm = AdapterKind(
        id: "evm", namespace: "eip155", accounts: EVMAccountFormat.init(on:), vectorOps: EVMVectorOps.all,
        testWallets: EVMTestWallet()
    ) { setup throws(ChainError) in
        do throws(ChainError) { return try EVMChain(setup) } catch { throw error.from(setup.name) }
    }
}

/// One configured EVM chain.
struct EVMChain: ChainAdapter {
    let chain: ChainID
    let manifest: AdapterManifest
    let accounts: any AccountFormat
    let ownership: (any OwnershipProver)?
    let holdings: (any HoldingReader)?
    private let pool: any ProviderPool

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let configuration = try EVMConfiguration(setup)
        chain = configuration.chain
        pool = setup.connect(chain, EVMClient.identify)
        accounts = EVMAccountFormat(chain: chain)
        ownership = EVMOwnership(
            chain: chain, chainID: configuration.network, name: setup.name,
            wallets: configuration.hasContractWallets ? ContractWallets(configuration, pool: pool) : nil)
        holdings = EVMHoldings(
            chain: chain, name: setup.name, client: EVMClient(configuration, pool: pool), now: setup.now)
        manifest = AdapterManifest(
            id: "evm", version: "1.0.0", roles: [.accounts, .ownership, .holdings],
            assetKinds: EVMTokenStandard.allCases.map(\.rawValue), configurationSchema: EVMConfiguration.schema,
            hosts: Set(setup.providers.map(\.host)).sorted(),
            budget: Self.budget(configuration))
    }

    /// The block, asked twice where its tag is not served, and Multicall3; each account's delegations; then, for each query, a
    /// balance and what a contract says it is. Tokens by name, and the balances of vaults, take one more request for each
    /// `max_calls_per_request` of them.
    private static func budget(_ configuration: EVMConfiguration) -> UpstreamBudget {
        UpstreamBudget(fixed: 3, perAccount: 1, perBatch: 2, batch: max(1, configuration.maxCallsPerRequest / 5))
    }

    func health() async -> AdapterHealth {
        AdapterHealth(providers: await pool.health())
    }
}
