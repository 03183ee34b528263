import ArgumentParser
import Host

struct ErrorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors", abstract: "Prints every error code with its status and meaning, as docs/errors.md.")

    func run() {
        print(ErrorCatalogue.markdown, terminator: "")
    }
}
