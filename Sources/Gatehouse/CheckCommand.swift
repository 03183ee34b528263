import ArgumentParser
import ChainKit
import Host

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads a configuration and its campaigns and reports every mistake, each as file:line:column.",
        discussion: "Asks no network and touches no database. Exit status 1 when something is wrong.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try await options.load()
        print("\(options.config): no mistakes")
        for chain in configuration.chains {
            print("  chain \(chain.name): \(chain.adapter), \(chain.providers.map(\.name).joined(separator: ", "))")
        }
        for campaign in configuration.campaigns {
            print("  campaign \(campaign.name): \(campaign.methods.map(\.rawValue).joined(separator: ", "))")
        }
    }
}
