import ArgumentParser

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Proves adapters, built in or programs of their own, with the cases of conformance/.",
        subcommands: [
            ConformanceRunCommand.self, ConformanceListCommand.self, ConformanceRequirementsCommand.self,
            ConformanceFuzzCommand.self, ConformanceKeyCommand.self, ConformanceSignCommand.self, ConformanceVerifyCommand.self,
        ])
}
