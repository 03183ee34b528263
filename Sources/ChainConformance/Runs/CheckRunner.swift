import ChainKit

/// Runs checks, some at once, and tells how each ended.
public struct CheckRunner: Sendable {
    /// How far a run is.
    public struct Progress: Sendable {
        public let done: Int
        /// Those that the filter lets through.
        public let total: Int
        public let last: CheckResult
    }

    /// Only checks whose `topic/name` fits are run.
    public var filter: Glob?
    /// How many checks run at once.
    public var jobs = 4
    /// Whether nothing new is begun after the first check that fails or breaks.
    public var stopsAtFirstFailure = false
    /// Told of each check that ended; must return at once.
    public var progress: @Sendable (Progress) -> Void = { _ in }

    public init() {}

    /// - Returns: one result a check, in the order of the checks.
    public func run(_ checks: [Check], clock: some Clock<Duration> = ContinuousClock()) async -> ConformanceRun {
        var results = checks.map {
            CheckResult(topic: $0.topic, name: $0.name, requirement: $0.requirement, status: .notRun, duration: .zero)
        }
        let chosen = results.indices.filter { index in filter.map { $0.matches(results[index].id) } ?? true }
        var waiting = chosen.makeIterator()
        var done = 0
        var stopped = false
        await withTaskGroup(of: (Int, CheckOutcome, Duration).self) { group in
            func startNext() {
                guard !stopped, let index = waiting.next() else { return }
                let check = checks[index]
                group.addTask {
                    let start = clock.now
                    let outcome = await Self.outcome(of: check, clock: clock)
                    return (index, outcome, start.duration(to: clock.now))
                }
            }
            for _ in 0..<max(1, jobs) { startNext() }
            for await (index, outcome, duration) in group {
                results[index].status = outcome.status
                results[index].finding = outcome.finding
                results[index].note = outcome.note
                results[index].duration = duration
                done += 1
                if stopsAtFirstFailure, [.failed, .error].contains(outcome.status) { stopped = true }
                progress(Progress(done: done, total: chosen.count, last: results[index]))
                startNext()
            }
        }
        return ConformanceRun(results: results)
    }

    private static func outcome(of check: Check, clock: some Clock<Duration>) async -> CheckOutcome {
        if let outcome = await Deadline.run(check.limit, clock: clock, check.run) { return outcome }
        return .failed(
            CheckResult.Finding(inputs: .null, expected: .null, got: "nothing", problems: ["no end within \(check.limit)"]))
    }
}
