import AdapterProtocol
import ChainKit
import Synchronization

/// Keeps a program running: starts it, greets it, and starts another one when it has ended, after a pause that grows while
/// it keeps ending.
final class Supervisor: Sendable {
    /// Runs the program until it has ended.
    typealias Launch = @Sendable (ProgramRun) async -> ProgramEnd
    /// Speaks with a program that has just been started, before anybody else does.
    /// - Throws: `configuration_invalid` when starting it again cannot help.
    typealias Greet = @Sendable (ProgramRun) async throws(ChainError) -> Void

    private enum Stage {
        case starting(ProgramRun?)
        case running(ProgramRun)
        case resting(until: Duration)
        /// For good, and why.
        case down(ChainError)
    }

    private struct State {
        var stage = Stage.starting(nil)
        var changed = Promise<Void>()
        var task: Task<Void, Never>?
    }

    private let limits: ProgramLimits
    private let clock: AdapterClock
    private let log: @Sendable (String) -> Void
    private let makeRun: @Sendable () -> ProgramRun
    private let launch: Launch
    private let greet: Greet
    private let closing = Promise<Void>()
    private let state = Mutex(State())

    init(
        limits: ProgramLimits, clock: AdapterClock, log: @escaping @Sendable (String) -> Void,
        makeRun: @escaping @Sendable () -> ProgramRun, launch: @escaping Launch, greet: @escaping Greet
    ) {
        self.limits = limits
        self.clock = clock
        self.log = log
        self.makeRun = makeRun
        self.launch = launch
        self.greet = greet
    }

    /// Starts the program for the first time. One that cannot be started, or does not answer the greeting, is not tried again.
    /// - Throws: what the greeting threw, or `configuration_invalid` for a program that does not start.
    func start() async throws(ChainError) {
        if Task.isCancelled { throw Self.startWithdrawn }
        let first = Promise<ChainError?>()
        let task = Task { await keepRunning(first) }
        state.withLock { $0.task = task }
        let failure = await first.value() ?? Self.startWithdrawn
        guard let failure else { return }
        await close()
        throw failure
    }

    private static var startWithdrawn: ChainError { ChainError(.cancelled, "The start of the adapter's program was withdrawn.") }

    /// The program as it runs, once it does.
    /// - Throws: `upstream_unavailable` when it will not run within that time, `cancelled`.
    func run(within limit: Duration) async throws(ChainError) -> ProgramRun {
        let end = clock.elapsed() + limit
        while true {
            let (stage, changed) = state.withLock { ($0.stage, $0.changed) }
            let now = clock.elapsed()
            switch stage {
            case .running(let run) where run.peer.ending.kept == nil: return run
            case .down(let reason): throw reason
            case .resting(let until) where until >= end:
                throw ChainError(
                    .upstreamUnavailable, "The adapter's program has ended, and is started again later.",
                    retryAfterSeconds: ((until - now) / .seconds(1)).rounded(.up))
            case .starting, .running, .resting:
                guard await changed.value(within: end - now, by: clock) != nil else {
                    if Task.isCancelled { throw .withdrawn }
                    throw ChainError(.upstreamUnavailable, "The adapter's program has ended, and was not running again in time.")
                }
            }
        }
    }

    /// Ends the program in good order, and returns once it has ended.
    func close() async {
        closing.keep(())
        let (stage, task) = state.withLock { ($0.stage, $0.task) }
        switch stage {
        case .running(let run):
            _ = try? await run.peer.call("shutdown", within: limits.grace)
            run.stopping.keep(.gently)
        case .starting(let run): run?.stopping.keep(.gently)
        case .resting, .down: break
        }
        await task?.value
    }

    /// Ends the program without waiting for it.
    func abandon() {
        closing.keep(())
        switch state.withLock({ $0.stage }) {
        case .running(let run), .starting(let run?): run.stopping.keep(.atOnce("is no longer needed"))
        case .starting, .resting, .down: break
        }
    }

    private func keepRunning(_ first: Promise<ChainError?>) async {
        var pause = limits.shortestPause
        var isFirst = true
        while closing.kept == nil {
            let start = clock.elapsed()
            let (end, failure) = await runOnce(first)
            if closing.kept != nil { break }
            if let failure, isFirst || failure.code == .configurationInvalid {
                if !isFirst { log("The adapter's program stays down: \(failure.message)") }
                enter(.down(ChainError(.upstreamUnavailable, "The adapter's program is down. \(failure.message)")))
                first.keep(failure)
                return
            }
            isFirst = false
            let now = clock.elapsed()
            if now - start >= limits.runsWellAfter { pause = limits.shortestPause }
            let what = failure.map { "could not be used: \($0.message)" } ?? "\(end)."
            log("The adapter's program \(what) It is started again in \(pause.shown).")
            enter(.resting(until: now + pause))
            _ = await closing.value(within: pause, by: clock)
            pause = min(pause * 2, limits.longestPause)
        }
        enter(.down(ChainError(.upstreamUnavailable, "The adapter has been closed.")))
        first.keep(ChainError(.cancelled, "The adapter was closed while it started."))
    }

    /// - Returns: how the program ended, and what kept it from running.
    private func runOnce(_ first: Promise<ChainError?>) async -> (end: String, failure: ChainError?) {
        let run = makeRun()
        enter(.starting(run))
        if closing.kept != nil { run.stopping.keep(.gently) }
        async let launched = launch(run)
        var failure: ChainError?
        do throws(ChainError) {
            try await greet(run)
            enter(.running(run))
            first.keep(nil)
            if closing.kept != nil { run.stopping.keep(.gently) }
        } catch {
            failure = error
            run.stopping.keep(.atOnce("could not be used"))
        }
        let end = await launched
        run.asks.close()
        switch end {
        case .ended(let words): return (words, failure)
        case .notStarted(let words, let pointer):
            // Before the first start it is the configuration that is wrong; later on the file may come back.
            let code: ChainError.Code = first.kept == nil ? .configurationInvalid : .upstreamUnavailable
            return (words, ChainError(code, "The program \(words).", pointer: pointer))
        }
    }

    private func enter(_ stage: Stage) {
        let changed = state.withLock { state in
            state.stage = stage
            defer { state.changed = Promise() }
            return state.changed
        }
        changed.keep(())
    }
}

extension ChainError {
    static var withdrawn: ChainError { ChainError(.cancelled, "The question was withdrawn before it was answered.") }
}
