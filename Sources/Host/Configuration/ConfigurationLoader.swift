import ChainKit
import Eligibility
import Foundation

/// Reads and checks a configuration as a whole: the file, the campaigns beside it, and what adapters and methods make of
/// them.
public enum ConfigurationLoader {
    /// Reads the file and `*.yaml` of its campaigns' folder. Asks no network.
    /// - Parameters:
    ///   - environment: what `${NAME}` stands for.
    ///   - kinds: the adapters a chain may name.
    ///   - methods: methods beside the chains, `bypass` and `snapshot`.
    ///   - asksForReports: whether a chain that requires a conformance report has to have it; without, what is loaded does not
    ///     require any.
    ///   - now: the time of day, for adapters and the age of reports.
    /// - Throws: every mistake at once.
    public static func load(
        file: String, environment: [String: String], kinds: [AdapterKind], methods: [any EligibilityMethod] = [],
        files: ConfigurationFiles = .disk, asksForReports: Bool = true, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws(ConfigurationMistakes) -> GatehouseConfiguration {
        let list = MistakeList()
        guard let root = node(file, environment, files, list) else { throw ConfigurationMistakes(list.mistakes) }
        var (configuration, refused) = GatehouseConfiguration.read(root, directory: FilePath.directory(of: file))
        if !asksForReports {
            for index in configuration.chains.indices { configuration.chains[index].requiresReport = false }
        }
        configuration.campaigns = campaigns(in: configuration.campaignDirectory, of: root, environment, files, list)

        // Built once only to hear what adapters and methods say; it never runs.
        let assembly = PlatformAssembly(kinds: kinds, methods: methods, files: files, now: now) { _, _, _ in UnconnectedPool() }
        let (platform, mistakes) = await assembly.assemble(configuration, refusedChains: refused)
        await platform?.close()
        list.append(contentsOf: mistakes)
        guard list.mistakes.isEmpty else { throw ConfigurationMistakes(list.mistakes) }
        return configuration
    }

    private static func campaigns(
        in directory: String, of root: ConfigurationNode, _ environment: [String: String], _ files: ConfigurationFiles,
        _ list: MistakeList
    ) -> [CampaignConfiguration] {
        guard let names = files.list(directory) else {
            root.find("campaigns")?.refuse("There is no folder \(directory); make it, or name the one that holds the campaigns.")
            return []
        }
        var campaigns: [CampaignConfiguration] = []
        for name in names.filter({ !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }).sorted() {
            guard let node = node(FilePath.join(directory, name), environment, files, list) else { continue }
            let campaign = CampaignConfiguration(reading: node)
            if let twin = campaigns.first(where: { $0.name == campaign.name && !$0.name.isEmpty }) {
                node.find("name")?.refuse(
                    "Found \"\(campaign.name)\", the name of the campaign in \(twin.source.map.file) too; write another one.")
            }
            campaigns.append(campaign)
        }
        return campaigns
    }

    private static func node(
        _ file: String, _ environment: [String: String], _ files: ConfigurationFiles, _ list: MistakeList
    ) -> ConfigurationNode? {
        do {
            let (document, mistakes) = YAMLDocument.read(try files.read(file), file: file, environment: environment)
            list.append(contentsOf: mistakes)
            return document.map { ConfigurationNode($0, list: list) }
        } catch {
            list.append(SourceMap(file: file).mistake(error.message, at: ""))
            return nil
        }
    }
}
