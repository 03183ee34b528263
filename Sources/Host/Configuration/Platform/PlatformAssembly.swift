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
    var log: Platform.Log = { _, _ in }

    /// Adapters that are made at the same time: one that is a program may take a while to start.
    static let madeAtOnce = 8

    /// - Parameter refusedChains: chains whose mistakes have been told; they are left out, and what names them is not
    ///   blamed for it.
    func assemble(
        _ configuration: GatehouseConfiguration, refusedChains: Set<String>
    ) async -> (platform: Platform?, mistakes: [ConfigurationMistake]) {
        var mistakes: [ConfigurationMistake] = []
        var refused = refusedChains
        var built: [BuiltChain] = []
        let chains = configuration.chains.filter { !refusedChains.contains($0.name) }
        let made = await chains.concurrentMap(atMost: Self.madeAtOnce) { chain -> Result<BuiltChain, ChainError> in
            do throws(ChainError) { return .success(try await build(chain, configuration)) } catch { return .failure(error) }
        }
        let namespaces = made.compactMap { try? $0.get().adapter.chain.namespace }
        for (chain, outcome) in zip(chains, made) {
            do throws(ChainError) {
                built.append(try await requireAll(outcome.get(), among: namespaces, configuration))
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
            var read: [(definition: CampaignDefinition?, mistakes: [ConfigurationMistake])] = []
            for campaign in configuration.campaigns { read.append(await reader.read(campaign)) }
            mistakes += read.flatMap(\.mistakes)
            let served = built.filter(\.chain.isOn)
            let adapters = try AdapterRegistry(served.map { ($0.chain.name, $0.adapter) })
            // Nobody asks a chain that is off once the campaigns are read.
            await built.filter { !$0.chain.isOn }.map(\.adapter).closeAll()
            let platform = Platform(
                chains: served.map(\.chain), adapters: adapters, methods: methods, campaigns: read.compactMap(\.definition))
            return (platform, mistakes)
        } catch {
            await built.map(\.adapter).closeAll()
            mistakes.append(ConfigurationSource(file: configuration.directory).mistake(error))
            return (nil, mistakes)
        }
    }

    /// What a chain that is built has to fulfil beside; one that does not is let go.
    /// - Parameter namespaces: of all chains that are built, its own among them.
    private func requireAll(
        _ chain: BuiltChain, among namespaces: [String], _ configuration: GatehouseConfiguration
    ) async throws(ChainError) -> BuiltChain {
        let kind = kinds.first { $0.id == chain.chain.adapter }
        do throws(ChainError) {
            if kind?.isProgram ?? true { try requireOwnNamespace(chain, among: namespaces) }
            try await requireStatement(chain.adapter, kind?.testWallets, configuration)
        } catch {
            await chain.adapter.close()
            throw error
        }
        return chain
    }

    /// A wallet that is proven by its key counts on every chain of its namespace, so that a program may speak for a namespace
    /// of others only where the operator says so: each program, whichever comes first.
    private func requireOwnNamespace(_ chain: BuiltChain, among namespaces: [String]) throws(ChainError) {
        let namespace = chain.adapter.chain.namespace
        let isTaken = kinds.contains { $0.namespace == namespace } || namespaces.count { $0 == namespace } > 1
        guard isTaken, !chain.chain.sharesNamespace else { return }
        throw ChainError(
            .configurationInvalid,
            "Wallets that this program proves would count on every chain of \(namespace), those of other adapters too; write shares_namespace: true if it is trusted with them.",
            pointer: "/adapter")
    }

    /// Has a sign-in message made, for a test wallet, with the statement that every one of them carries.
    private func requireStatement(
        _ adapter: any ChainAdapter, _ wallets: (any TestWalletMaker)?, _ configuration: GatehouseConfiguration
    ) async throws(ChainError) {
        guard let statement = configuration.sessions.statement else { return }
        var account: Account?
        if let wallets {
            account = try await adapter.accounts.account(wallets.address(secret: [UInt8](repeating: 1, count: 32)))
        }
        let challenge = Challenge(
            chain: adapter.chain, domain: "gatehouse.example", uri: "https://gatehouse.example", statement: statement,
            nonce: "00000000", issuedAt: Date(timeIntervalSince1970: 0),
            expiresAt: Date(timeIntervalSince1970: Double(configuration.sessions.lifetimeSeconds)),
            account: account)
        do { _ = try await adapter.ownership?.message(for: challenge) } catch {
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
