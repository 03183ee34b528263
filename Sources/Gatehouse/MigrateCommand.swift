import ArgumentParser
import Foundation
import Host

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Makes the database of a configuration, or brings it up to date.",
        discussion: "Safe to run at any time and from several places: it takes a lock, and does nothing when nothing is due.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try await options.load()
        let applied = try Migrator.migrate(configuration.database.path, now: Date())
        if applied.isEmpty {
            print("\(configuration.database.path): up to date")
        } else {
            for name in applied { print("\(configuration.database.path): applied \(name)") }
        }
    }
}
