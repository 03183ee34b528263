import Foundation
import Testing

/// The built program at work. It is killed when nobody holds this any more.
final class GatehouseProcess: Sendable {
    /// How a process ended.
    struct Ending: Sendable, Equatable {
        /// The exit status, or the number of the signal.
        let status: Int32
        let isSignalled: Bool

        static func exit(_ status: Int32) -> Ending { Ending(status: status, isSignalled: false) }
    }

    let pid: Int32
    let output: ProcessOutput
    let errors: ProcessOutput
    private let endings: AsyncStream<Ending>

    /// The executable beside the test bundle.
    static let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("gatehouse")

    /// The folder of the package.
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameters:
    ///   - input: a file for standard input.
    ///   - program: another program, in its place.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null", in folder: URL = package,
        program: URL = executable
    ) throws {
        let process = Process()
        let (out, err) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle(forReadingAtPath: input)
        process.standardOutput = out
        process.standardError = err
        let (endings, continuation) = AsyncStream.makeStream(of: Ending.self)
        process.terminationHandler = { process in
            continuation.yield(
                Ending(status: process.terminationStatus, isSignalled: process.terminationReason == .uncaughtSignal))
            continuation.finish()
        }
        try process.run()
        try out.fileHandleForWriting.close()
        try err.fileHandleForWriting.close()
        pid = process.processIdentifier
        self.endings = endings
        output = ProcessOutput(out)
        errors = ProcessOutput(err)
    }

    func send(signal number: Int32) { kill(pid, number) }

    /// Waits for the end; may be asked once.
    func ended() async -> Ending? {
        for await ending in endings { return ending }
        return nil
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = "/dev/null", in folder: URL = package,
        program: URL = executable
    ) async throws -> (ending: Ending?, output: [String], errors: [String]) {
        let process = try GatehouseProcess(arguments, environment: environment, input: input, in: folder, program: program)
        let (output, errors) = (await process.output.whole(), await process.errors.whole())
        return (await process.ended(), output, errors)
    }
}

/// The tests that start processes, one after another: each has the machine to itself.
@Suite(.serialized) enum ProcessTests {}
