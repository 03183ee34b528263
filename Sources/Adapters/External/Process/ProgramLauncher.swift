import AdapterProtocol
import ChainKit
import Foundation
import Subprocess

/// Starts a program and carries bytes between it and the host until it has ended.
struct ProgramLauncher: Sendable {
    let program: Program
    let limits: ProgramLimits
    let clock: AdapterClock
    let log: @Sendable (String) -> Void

    /// Returns once the program has ended, all of its process group with it.
    func launch(_ run: ProgramRun) async -> ProgramEnd {
        defer { run.peer.end(.closed) }
        guard let files = program.files else {
            return .notStarted(
                "could not be started: no folder of PATH has a program \(program.command[0])".plain, at: "/command")
        }
        if let refusal = await program.refusal(files) { return refusal }
        Self.ignoreBrokenPipes
        do {
            let result = try await Subprocess.run(
                configuration(running: files.executable), input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                await tend(execution, run)
            }
            return .ended(Self.words(run.stopping.kept, result.terminationStatus))
        } catch {
            return .notStarted("could not be started: \(error)".plain, at: "/command")
        }
    }

    /// What a program can have written that nobody has read yet, bytes (pipe(7)).
    private static let pipeCapacity = 65_536

    /// Writing to a program that has gone is to be an error of that write, not the end of this process.
    private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    private func configuration(running executable: String) -> Subprocess.Configuration {
        var options = PlatformOptions()
        // A group of its own, so that what the program starts can be ended with it.
        options.processGroupID = 0
        let own = ProcessInfo.processInfo.environment
        var environment: [Environment.Key: String] = [:]
        for name in ["PATH"] + program.environment {
            if let key = Environment.Key(rawValue: name), let value = own[name] { environment[key] = value }
        }
        return Configuration(
            executable: .path(literal(executable)),
            arguments: Arguments(Array(program.command.dropFirst())), environment: .custom(environment), platformOptions: options)
    }

    private typealias Running = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    private func tend(_ execution: Running, _ run: ProgramRun) async {
        await withTaskGroup(of: Void.self) { group in
            let silent = Promise<Void>()
            let killed = Promise<Void>()
            group.addTask {
                // Both streams end when the program does, even where something it started still holds them.
                async let errors: Void = readErrors(execution, run, killed)
                await readAnswers(execution, run)
                await errors
                silent.keep(())
            }
            group.addTask { await write(execution, run) }
            group.addTask {
                if case .violated(let violation)? = await run.peer.ending.value() {
                    run.stopping.keep(.atOnce(violation.description))
                }
            }
            await end(execution, run, silent)
            killed.keep(())
        }
    }

    private func readAnswers(_ execution: Running, _ run: ProgramRun) async {
        do {
            for try await buffer in execution.standardOutput {
                guard run.peer.receive(buffer.withUnsafeBytes { Array($0) }) else { return }
                // A program that writes without pause must not keep this thread from all others.
                await Task.yield()
            }
        } catch {
            log("What the program answers cannot be read: \(error)".plain)
        }
        run.peer.end(.closed)
        run.stopping.keep(.ended)
    }

    private func readErrors(_ execution: Running, _ run: ProgramRun, _ killed: Promise<Void>) async {
        var lines = ProgramLog(clock: clock, log: log)
        var left = Self.pipeCapacity
        // A failure to read the log is the end of the log.
        do {
            for try await buffer in execution.standardError {
                lines.take(buffer.withUnsafeBytes { Array($0) })
                await Task.yield()
                if killed.kept != nil {
                    left -= buffer.count
                    // What comes now is of something that the program started and that left its group.
                    if left <= 0 { break }
                }
                // Who writes more waits for it to be read, so that a flood costs the program and not the host.
                if let rest = lines.restOfSecond { _ = await run.stopping.value(within: rest, by: clock) }
            }
        } catch {}
        lines.finish()
    }

    private func write(_ execution: Running, _ run: ProgramRun) async {
        for await line in run.peer.outgoing {
            guard let count = try? await execution.standardInputWriter.write(line), count == line.count else {
                run.stopping.keep(.ended)
                break
            }
            run.peer.wrote(count)
        }
        try? await execution.standardInputWriter.finish()
    }

    /// Waits until the program is to end, and sees to it that it does.
    private func end(_ execution: Running, _ run: ProgramRun, _ silent: Promise<Void>) async {
        if await run.stopping.value() == .gently {
            run.peer.end(.closed)
            if await silent.value(within: limits.grace, by: clock) == nil {
                try? execution.send(signal: .terminate, toProcessGroup: true)
                _ = await silent.value(within: limits.grace, by: clock)
            }
        }
        run.peer.end(.closed)
        // The program is not waited for before this scope ends, so its number still names its group and nobody else's.
        try? execution.send(signal: .kill, toProcessGroup: true)
    }

    private static func words(_ stop: ProgramRun.Stop?, _ status: TerminationStatus) -> String {
        let outcome =
            switch status {
            case .exited(let code): "exit status \(code)"
            case .signaled(let signal): "signal \(signal)"
            }
        return switch stop {
        case .atOnce(let reason): "\(reason), and was stopped"
        default: "ended (\(outcome))"
        }
    }
}

/// Makes a path without the package that defines its type.
private func literal<Path: ExpressibleByStringLiteral>(_ text: String) -> Path where Path.StringLiteralType == String {
    Path(stringLiteral: text)
}
