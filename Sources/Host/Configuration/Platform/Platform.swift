import ChainKit
import Eligibility
import Foundation

/// What a configuration comes to: chains that can be asked, methods, and campaigns whose requirements are read.
/// Immutable; a changed configuration builds a new one.
public struct Platform: Sendable {
    /// Joins a chain's providers into the pool its adapter asks through.
    public typealias Connect =
        @Sendable (
            _ chain: ChainConfiguration, _ id: ChainID, _ identify: @escaping AdapterSetup.Identify
        ) throws(ChainError) -> any ProviderPool

    /// The chains that are on.
    public let adapters: AdapterRegistry
    /// One for each chain that is configured, on or off, then `bypass`, `snapshot` and the host's own.
    public let methods: MethodRegistry
    /// In the order of the configuration.
    public let campaigns: [CampaignDefinition]

    /// Builds the adapters and reads the requirements. Asks no network.
    /// - Parameters:
    ///   - kinds: the adapters a chain may name.
    ///   - now: the time of day, for adapters.
    ///   - methods: methods beside the chains, `bypass` and `snapshot`.
    /// - Throws: everything that adapters and methods refuse, at once.
    public static func build(
        _ configuration: GatehouseConfiguration, kinds: [AdapterKind], methods: [any EligibilityMethod] = [],
        files: ConfigurationFiles = .disk, now: @escaping @Sendable () -> Date, connect: @escaping Connect
    ) throws(ConfigurationMistakes) -> Platform {
        let assembly = PlatformAssembly(kinds: kinds, methods: methods, files: files, now: now, connect: connect)
        let (platform, mistakes) = assembly.assemble(configuration, refusedChains: [])
        guard let platform, mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
        return platform
    }
}

/// A campaign whose requirement has been read.
public struct CampaignDefinition: Sendable {
    public let configuration: CampaignConfiguration
    public let requirement: Requirement
}
