import AdapterSet
import ArgumentParser
import Foundation
import Host

/// Where the configuration is; shared by every command that reads one.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file; its campaigns lie in campaigns/ beside it.")
    var config = "config/gatehouse.yaml"

    /// As ``load(heeding:)``, for a command that leaves nothing to be ended: afterwards a signal ends the process at once.
    func load() async throws -> GatehouseConfiguration {
        let signals = await TerminationSignals()
        let configuration = try await load(heeding: signals)
        signals.act { Foundation.exit(128 + (signals.first ?? 0)) }
        return configuration
    }

    /// Reads the configuration with the environment's variables filled in, or reports every mistake and exits. A signal ends
    /// the programs that were started for it before it ends this one.
    func load(heeding signals: TerminationSignals) async throws -> GatehouseConfiguration {
        do {
            return try await signals.cancelling { [config] in
                try await ConfigurationLoader.load(
                    file: config, environment: ProcessInfo.processInfo.environment, kinds: AdapterSet.kinds)
            }
        } catch let error as ConfigurationMistakes {
            // What was given up is no mistake of the configuration.
            if let number = signals.first { throw ExitCode(128 + number) }
            FileHandle.standardError.write(Data("\(error)\n\(error.mistakes.count) mistake(s) in the configuration\n".utf8))
            throw ExitCode.failure
        }
    }
}
