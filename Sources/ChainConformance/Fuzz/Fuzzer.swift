import ChainKit

/// Feeds operations with the inputs of vector cases, spoilt. Whatever an operation makes of them, it has to come back: no
/// crash, no hang. The same seed gives the same inputs.
public struct Fuzzer: Sendable {
    /// What one operation was put through.
    public struct Outcome: Sendable, Hashable {
        public let op: String
        public var inputs = 0
        public var accepted = 0
        public var slowest: Duration = .zero
        /// Inputs, as JSON, that had no answer in time.
        public var hung: [String] = []
    }

    private let ops: [VectorOp]
    private let seed: UInt64
    private let rounds: Int

    /// - Parameter rounds: spoilt inputs made from each case.
    public init(_ ops: [VectorOp], seed: UInt64, rounds: Int) {
        self.ops = ops
        self.seed = seed
        self.rounds = rounds
    }

    /// Runs every operation that has cases, one after the other.
    /// - Parameters:
    ///   - filter: matched against the operation's name.
    ///   - limit: how long one input may take.
    ///   - trace: told of every input before it is tried, so that one that ends the process is known.
    ///   - report: told of every operation as it ends.
    public func run(
        _ files: [VectorFile], filter: Glob? = nil, limit: Duration = .seconds(5),
        clock: some Clock<Duration> = ContinuousClock(),
        trace: @Sendable (_ op: String, _ inputs: JSONValue) -> Void = { _, _ in },
        report: @Sendable (Outcome) -> Void = { _ in }
    ) async -> [Outcome] {
        let cases = Dictionary(grouping: files.flatMap(\.cases), by: \.op)
        var outcomes: [Outcome] = []
        for op in ops where filter?.matches(op.name) ?? true {
            guard let cases = cases[op.name] else { continue }
            var mutator = Mutator(seed: seed)
            var outcome = Outcome(op: op.name)
            for vector in cases {
                for _ in 0..<rounds {
                    let inputs = mutator.spoil(vector.inputs)
                    trace(op.name, inputs)
                    await run(op, inputs, limit: limit, clock: clock, into: &outcome)
                }
            }
            report(outcome)
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func run(
        _ op: VectorOp, _ inputs: JSONValue, limit: Duration, clock: some Clock<Duration>, into outcome: inout Outcome
    ) async {
        let start = clock.now
        let verdict = await Deadline.run(limit, clock: clock) { (try? await op.run(inputs))?.verdict ?? "refused" }
        outcome.inputs += 1
        outcome.slowest = max(outcome.slowest, start.duration(to: clock.now))
        if verdict == "accept" { outcome.accepted += 1 }
        if verdict == nil { outcome.hung.append(inputs.json) }
    }
}
