import AdapterSet
import ArgumentParser
import Foundation
import Host

/// Where the configuration is; shared by every command that reads one.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file; its campaigns lie in campaigns/ beside it.")
    var config = "config/gatehouse.yaml"

    /// Reads the configuration with the environment's variables filled in, or reports every mistake and exits.
    func load() async throws -> GatehouseConfiguration {
        do {
            return try await ConfigurationLoader.load(
                file: config, environment: ProcessInfo.processInfo.environment, kinds: AdapterSet.kinds)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n\(error.mistakes.count) mistake(s) in the configuration\n".utf8))
            throw ExitCode.failure
        }
    }
}
