import ChainKit
import Eligibility
import Foundation

/// Builds a platform and goes on after a mistake, so that all of them are told at once.
struct PlatformAssembly: Sendable {
    let kinds: [AdapterKind]
    let methods: [any EligibilityMethod]
    let files: ConfigurationFiles
    let now: @Sendable () -> Date
    let connect: Platform.Connect
    var observe: Platform.Observe = { _, _ in }

    /// - Parameter refusedChains: chains whose mistakes have been told; they are left out, and what names them is not
    ///   blamed for it.
    func assemble(
        _ configuration: GatehouseConfiguration, refusedChains: Set<String>
    ) -> (platform: Platform?, mistakes: [ConfigurationMistake]) {
        var mistakes: [ConfigurationMistake] = []
        var refused = refusedChains
        var built: [BuiltChain] = []
        for chain in configuration.chains where !refusedChains.contains(chain.name) {
            do {
                let one = try build(chain)
                try requireStatement(one.adapter, kinds.first { $0.id == chain.adapter }?.testWallets, configuration)
                built.append(one)
            } catch {
                mistakes.append(chain.source.mistake(error))
                refused.insert(chain.name)
            }
        }
        do {
            let methods = try MethodRegistry(
                built.map { HoldingMethod(chainName: $0.chain.name, adapter: $0.adapter) } + ownMethods(built, configuration))
            let off = Set(built.filter { !$0.chain.isOn }.map { MethodID(rawValue: $0.chain.name) })
            let reader = CampaignReader(methods: methods, off: off, refused: refused)
            let read = configuration.campaigns.map(reader.read)
            mistakes += read.flatMap(\.mistakes)
            let served = built.filter(\.chain.isOn)
            let platform = Platform(
                chains: served.map(\.chain), adapters: try AdapterRegistry(served.map { ($0.chain.name, $0.adapter) }),
                methods: methods, campaigns: read.compactMap(\.definition))
            return (platform, mistakes)
        } catch {
            mistakes.append(ConfigurationSource(file: configuration.directory).mistake(error))
            return (nil, mistakes)
        }
    }

    /// Has a sign-in message made, for a test wallet, with the statement that every one of them carries.
    private func requireStatement(
        _ adapter: any ChainAdapter, _ wallets: (any TestWalletMaker)?, _ configuration: GatehouseConfiguration
    ) throws(ChainError) {
        guard let statement = configuration.sessions.statement else { return }
        let challenge = Challenge(
            chain: adapter.chain, domain: "gatehouse.example", uri: "https://gatehouse.example", statement: statement,
            nonce: "00000000", issuedAt: Date(timeIntervalSince1970: 0),
            expiresAt: Date(timeIntervalSince1970: Double(configuration.sessions.lifetimeSeconds)),
            account: try wallets.map { wallets throws(ChainError) in
                try adapter.accounts.account(wallets.address(secret: [UInt8](repeating: 1, count: 32)))
            })
        do { _ = try adapter.ownership?.message(for: challenge) } catch {
            throw ChainError(
                .configurationInvalid,
                "This chain's sign-in message cannot show sessions.statement. \(error.message)")
        }
    }

    private func ownMethods(
        _ built: [BuiltChain], _ configuration: GatehouseConfiguration
    ) -> [any EligibilityMethod] {
        let formats = Dictionary(built.map { ($0.chain.name, $0.adapter.accounts) }) { first, _ in first }
        let directory = configuration.campaignDirectory
        let snapshot = SnapshotMethod { [files] path throws(ChainError) in
            try files.read(FilePath.join(directory, path))
        } accounts: {
            formats[$0]
        }
        return [BypassMethod(), snapshot] + methods
    }
}
