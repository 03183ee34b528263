import ChainKit
import Eligibility
import Foundation
import Upstream

/// What a configuration comes to: chains that can be asked, methods, and campaigns whose requirements are read.
/// Immutable; a changed configuration builds a new one.
public struct Platform: Sendable {
    /// Joins a chain's providers into the pool its adapter asks through.
    public typealias Connect =
        @Sendable (
            _ chain: ChainConfiguration, _ id: ChainID, _ identify: @escaping AdapterSetup.Identify
        ) throws(ChainError) -> any DivisiblePool
    /// Told what became of queries to a chain, by its configured name; must return at once.
    public typealias Observe = @Sendable (_ chain: String, _ event: ReadingEvent) -> Void

    /// Takes a line that the adapter of a chain, by its configured name, has for the operator; must return at once.
    public typealias Log = @Sendable (_ chain: String, _ line: String) -> Void

    /// The chains that are on, in the order of the configuration, with the providers their adapters brought along.
    public let chains: [ChainConfiguration]
    /// Their adapters, whose answers are confirmed and counted as the chain's configuration asks.
    public let adapters: AdapterRegistry
    /// One for each chain that is configured, on or off, then `bypass`, `snapshot` and the host's own.
    public let methods: MethodRegistry
    /// In the order of the configuration.
    public let campaigns: [CampaignDefinition]

    /// Lets go of what the adapters hold outside this process.
    public func close() async { await adapters.names.compactMap(adapters.find).closeAll() }

    /// Builds the adapters and reads the requirements. Asks no network.
    /// - Parameters:
    ///   - kinds: the adapters a chain may name.
    ///   - now: the time of day, for adapters.
    ///   - methods: methods beside the chains, `bypass` and `snapshot`.
    /// - Throws: everything that adapters and methods refuse, at once.
    public static func build(
        _ configuration: GatehouseConfiguration, kinds: [AdapterKind], methods: [any EligibilityMethod] = [],
        files: ConfigurationFiles = .disk, now: @escaping @Sendable () -> Date, connect: @escaping Connect,
        observe: @escaping Observe = { _, _ in }, log: @escaping Log = { _, _ in }
    ) async throws(ConfigurationMistakes) -> Platform {
        let assembly = PlatformAssembly(
            kinds: kinds, methods: methods, files: files, now: now, connect: connect, observe: observe, log: log)
        let (platform, mistakes) = await assembly.assemble(configuration, refusedChains: [])
        guard let platform, mistakes.isEmpty else {
            await platform?.close()
            throw ConfigurationMistakes(mistakes)
        }
        return platform
    }
}

/// A campaign whose requirement has been read.
public struct CampaignDefinition: Sendable {
    public let configuration: CampaignConfiguration
    public let requirement: Requirement
}

extension [any ChainAdapter] {
    /// Closes all of them at once: each may have to wait for a process to end.
    func closeAll() async {
        await withTaskGroup(of: Void.self) { group in
            for adapter in self { group.addTask { await adapter.close() } }
        }
    }
}
