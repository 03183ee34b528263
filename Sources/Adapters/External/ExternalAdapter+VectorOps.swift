import AdapterProtocol
import ChainKit

extension ExternalAdapter {
    /// The vector operations that a program answers, which it is asked for before it is configured. The program runs for as
    /// long as one of them is kept.
    /// - Parameters:
    ///   - command: the program and its arguments; no shell reads them.
    ///   - environment: the variables of this process's environment that the program sees, beside `PATH`.
    /// - Throws: `configuration_invalid` for a program that does not start; an error that blames the outside.
    public static func vectorOps(
        command: [String], environment: [String] = [], limits: ProgramLimits = ProgramLimits(),
        log: @escaping @Sendable (_ line: String) -> Void = { _ in }
    ) async throws(ChainError) -> [VectorOp] {
        let lastWords = LastWords(log)
        let launcher = ProgramLauncher(
            program: try Program(command: command, environment: environment), limits: limits, clock: .system, log: lastWords.take)
        do throws(ChainError) {
            return try await vectorOps(limits: limits, clock: .system, log: log, launch: launcher.launch)
        } catch {
            throw lastWords.explain(error)
        }
    }

    static func vectorOps(
        limits: ProgramLimits, clock: AdapterClock, log: @escaping @Sendable (String) -> Void, launch: @escaping Supervisor.Launch
    ) async throws(ChainError) -> [VectorOp] {
        let offered = Promise<[String]>()
        // Asked as the greeting, so that a program that cannot be started is told from one that ends.
        let program = ExternalProgram(
            limits: limits, clock: clock, log: log, launch: launch,
            greet: { run throws(ChainError) in offered.keep(try await names(run, within: limits.deadline)) })
        try await program.start()
        return (offered.kept ?? []).map { name in
            VectorOp(name) { inputs throws(ChainError) in
                let answer = try await program.ask(
                    "vectors.run", ["op": .string(name), "inputs": inputs],
                    allowing: ChainError.Code.table.filter { $0.blame == .caller }.map(\.code))
                return try VectorAnswer(wire: answer)
            }
        }
    }

    private static func names(_ run: ProgramRun, within limit: Duration) async throws(ChainError) -> [String] {
        let result: JSONValue
        do throws(CallFailure) {
            result = try await run.peer.call("vectors.list", within: limit)
        } catch {
            // The method is optional.
            if case .refused(let refusal) = error, refusal.code == ErrorCode.unknownMethod { return [] }
            throw ChainError(error, method: "vectors.list", deadline: limit, allowing: [])
        }
        let answer = try MessageReader(result, "the answer to vectors.list")
        try answer.allow("ops")
        return try answer.texts("ops", limit: 128)
    }
}
