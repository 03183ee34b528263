import ArgumentParser
import Host

@main
struct GatehouseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatehouse",
        abstract: "Decides who gets in: wallets sign in, campaigns ask chains, answers come with evidence.",
        discussion: """
            A first run, with a configuration in config/gatehouse.yaml:

              gatehouse check   --config config/gatehouse.yaml   what is wrong with it, every mistake at once
              gatehouse migrate --config config/gatehouse.yaml   makes the database, or brings it up to date
              gatehouse serve   --config config/gatehouse.yaml   answers until SIGTERM

            `make run` does all of it with a demo configuration that needs no account and no key.
            """,
        version: Release.version,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, CheckCommand.self, WalletCommand.self, ConformanceCommand.self,
            AdapterCommand.self, ReplayNodeCommand.self, ErrorsCommand.self,
        ])
}
