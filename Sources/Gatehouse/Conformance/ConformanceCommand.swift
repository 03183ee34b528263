import ArgumentParser

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Proves the adapters with the vectors of conformance/, through the code that serves requests.",
        subcommands: [ConformanceRunCommand.self, ConformanceListCommand.self, ConformanceFuzzCommand.self])
}
