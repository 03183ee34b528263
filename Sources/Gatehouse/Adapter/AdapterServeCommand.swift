import AdapterProcess
import AdapterSet
import ArgumentParser
import ChainKit

struct AdapterServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Speaks the external adapters' protocol on standard input and output, with one of the built-in adapters.",
        discussion: "For a host that starts adapters as programs: docs/external-adapters.md. Ends when standard input does.")

    @Argument(help: "The adapter's id, as a configuration writes it after `adapter:`.")
    var kind: String

    func run() async throws {
        let kinds = AdapterSet.kinds.filter { $0.namespace != nil }
        guard let found = kinds.first(where: { $0.id == kind }) else {
            throw ValidationError("There is no adapter \"\(kind)\"; write one of \(kinds.map(\.id).joined(separator: ", ")).")
        }
        let status = await AdapterProcess.serve(found)
        if status != 0 { throw ExitCode(status) }
    }
}
