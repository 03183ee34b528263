import ArgumentParser

struct AdapterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter", abstract: "Makes adapters that are programs of their own, and serves the built-in ones as such.",
        subcommands: [AdapterNewCommand.self, AdapterServeCommand.self])
}
