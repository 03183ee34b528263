import AdapterSet
import ArgumentParser
import ChainConformance
import ChainKit
import Foundation

struct ConformanceFuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Feeds every parser with the inputs of the vector files, spoilt, and tells which do not come back.",
        discussion: """
            The same seed gives the same inputs. Where an input ends the process, run again with --trace FILE: the file's \
            last line is that input. Exit status: 0 every input was answered, 1 one took more than five seconds, 2 there was \
            nothing to feed.
            """)

    @OptionGroup var vectors: VectorOptions

    @Option(help: ArgumentHelp("Only operations whose name fits, such as 'ton*'; * stands for any text.", valueName: "glob"))
    var filter: String?

    @Option(help: "How many spoilt inputs are made from each case.")
    var rounds = 50

    @Option(help: "Where the pseudo-random numbers start.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("A file that gets every input, as a line of JSON, before it is tried.", valueName: "file"))
    var trace: String?

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds is a number from 1 up.") }
    }

    func run() async throws {
        let file = try trace.map { path in
            guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
            else { throw ChainError(.configurationInvalid, "\(path) cannot be written.").reported() }
            return file
        }
        let outcomes = await Fuzzer(AdapterSet.vectorOps, seed: seed, rounds: rounds).run(
            try vectors.load(), filter: filter.map(Glob.init)
        ) { op, inputs in
            file?.write(Data("\(JSONValue.object(["op": .string(op), "inputs": inputs]).json)\n".utf8))
        } report: { outcome in
            print(Self.line(outcome))
        }
        guard !outcomes.isEmpty else {
            throw ChainError(
                .configurationInvalid,
                "There is nothing to feed: \(filter.map { "no operation that the files have cases of fits \($0)" } ?? "the files have no cases")."
            ).reported()
        }
        let hung = outcomes.flatMap(\.hung)
        print("\(outcomes.map(\.inputs).reduce(0, +)) inputs with seed \(seed), \(hung.count) without an answer")
        if !hung.isEmpty { throw ExitCode(1) }
    }

    private static func line(_ outcome: Fuzzer.Outcome) -> String {
        let slowest = Double(outcome.slowest.components.attoseconds) / 1e15 + Double(outcome.slowest.components.seconds) * 1e3
        let padded = outcome.op.padding(toLength: 28, withPad: " ", startingAt: 0)
        let hung = outcome.hung.map { "\n  no answer to \($0.prefix(2000))" }.joined()
        return
            "\(padded)\(outcome.inputs) inputs, \(outcome.accepted) accepted, slowest \(String(format: "%.2f", slowest)) ms\(hung)"
    }
}
