import AdapterSet
import ChainConformance
import ChainKit
import Foundation
import Host

/// The chains of a configuration with their real providers, for the sample accounts of exchange files.
struct LiveChains {
    private let file: String
    private let connected: ConnectedChains

    /// - Throws: `configuration_invalid` with every mistake of the configuration.
    static func open(_ file: String) async throws(ChainError) -> LiveChains {
        do {
            let configuration = try await ConfigurationLoader.load(
                file: file, environment: ProcessInfo.processInfo.environment, kinds: AdapterSet.kinds,
                // This run is what a report is made of.
                asksForReports: false)
            return LiveChains(
                file: file,
                connected: try await ConnectedChains.open(configuration, kinds: AdapterSet.kinds) { Date() })
        } catch let error as ChainError {
            throw error
        } catch {
            throw ChainError(.configurationInvalid, "\(error)")
        }
    }

    /// Adds a check for each sample that is about one of these chains.
    /// - Throws: `configuration_invalid` when there is none at all.
    func add(_ adapters: [AdapterUnderTest], to plan: inout ConformancePlan) async throws(ChainError) {
        let before = plan.checks.count
        for (adapter, identity) in zip(adapters, plan.adapters) {
            for chain in connected.adapters where chain.adapter.manifest.id == identity.id {
                plan.checks += try await LiveSuite(adapter).checks(chain.name, chain.adapter)
            }
        }
        guard plan.checks.count > before else {
            throw ChainError(
                .configurationInvalid,
                "No chain of \(file) is one that the exchange files have sample accounts (\"live\") for; add samples, or a chain."
            )
        }
    }

    func close() async { await connected.close() }
}
