import ArgumentParser
import ChainConformance

struct ConformanceRequirementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requirements",
        abstract: "Prints what is demanded of every adapter, why, and how it is tried, as conformance/requirements.md.")

    func run() {
        print(RequirementsPage.markdown, terminator: "")
    }
}
