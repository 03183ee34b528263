import AdapterSet
import ArgumentParser
import ChainConformance

struct ConformanceRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs vector files and reports a line per topic, then every failing case in full.",
        discussion: "Exit status: 0 all passed, 1 something failed, 2 the run could not be made.")

    @OptionGroup var vectors: VectorOptions

    @Option(help: "Only cases whose topic/op/name fits this pattern; * stands for any text.")
    var filter: String?

    @Option(help: "How many cases run at once.")
    var jobs = 2

    func run() async throws {
        let runner = try VectorRunner(AdapterSet.vectorOps)
        let run = await runner.run(try vectors.load(), filter: filter.map(Glob.init), jobs: jobs)
        print(TextReport(run).text, terminator: "")
        if run.exitCode != 0 { throw ExitCode(run.exitCode) }
    }
}
