import ArgumentParser
import ChainKit

struct ConformanceKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes a key that signs conformance reports, and prints its public half.",
        discussion: """
            The file gets the secret, readable to its owner alone; a file that is there is not touched. What is printed goes \
            into conformance.keys of a configuration.
            """)

    @Option(help: ArgumentHelp("A file for the secret, which must not be there yet.", valueName: "file"))
    var output: String

    func run() throws {
        do throws(ChainError) { print(try ReportSigningKey.make(at: output).publicKey) } catch { throw error.reported() }
    }
}
