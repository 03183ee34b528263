import ChainKit

/// Runs vector files against the operations that the modules of this build offer.
public struct VectorRunner: Sendable {
    private let ops: [String: VectorOp]

    /// - Throws: `configuration_invalid` when two modules offer one operation.
    public init(_ ops: [VectorOp]) throws(ChainError) {
        var table: [String: VectorOp] = [:]
        for op in ops {
            guard table.updateValue(op, forKey: op.name) == nil else {
                throw ChainError(
                    .configurationInvalid, "Two modules offer the operation \"\(op.name)\"; one of them has to give way.")
            }
        }
        self.ops = table
    }

    /// Runs every case that the filter lets through, at most `jobs` at once.
    /// - Parameters:
    ///   - filter: matched against `topic/op/name`.
    ///   - limit: how long one case may take; a later answer is a failure.
    /// - Returns: one result a case, in the order of the files.
    public func run(
        _ files: [VectorFile], filter: Glob? = nil, jobs: Int = 4, limit: Duration = .seconds(30),
        clock: some Clock<Duration> = ContinuousClock()
    ) async -> ConformanceRun {
        let cases = files.flatMap { file in file.cases.map { (topic: file.topic, vector: $0) } }
        var results = cases.map {
            CheckResult(topic: $0.topic, name: "\($0.vector.op)/\($0.vector.name)", status: .notRun, duration: .zero)
        }
        var waiting = results.indices.filter { index in filter.map { $0.matches(results[index].id) } ?? true }.makeIterator()
        await withTaskGroup(of: (Int, Outcome, Duration).self) { group in
            func start(_ index: Int) {
                let vector = cases[index].vector
                group.addTask {
                    let start = clock.now
                    let outcome = await outcome(of: vector, limit: limit, clock: clock)
                    return (index, outcome, start.duration(to: clock.now))
                }
            }
            for _ in 0..<max(1, jobs) { waiting.next().map(start) }
            for await (index, outcome, duration) in group {
                results[index].status = outcome.status
                results[index].finding = outcome.finding
                results[index].duration = duration
                waiting.next().map(start)
            }
        }
        return ConformanceRun(results: results)
    }

    private typealias Outcome = (status: CheckStatus, finding: CheckResult.Finding?)

    private func outcome(of vector: VectorCase, limit: Duration, clock: some Clock<Duration>) async -> Outcome {
        guard let op = ops[vector.op] else {
            return (.error, finding(vector, got: "nothing", ["no module offers the operation \"\(vector.op)\""]))
        }
        let reply = await Deadline.run(limit, clock: clock) { () async -> Result<VectorAnswer, ChainError> in
            do throws(ChainError) {
                return .success(try await op.run(vector.inputs))
            } catch {
                return .failure(error)
            }
        }
        switch reply {
        case nil: return (.failed, finding(vector, got: "nothing", ["no answer within \(limit)"]))
        case .success(let answer)?: return judged(vector, answer, got: answer.json)
        case .failure(let error)?:
            switch error.code.blame {
            case .caller: return judged(vector, .reject(), got: error.description)
            case .outside: return judged(vector, VectorAnswer(verdict: "unavailable", fields: [:]), got: error.description)
            case .us, .nobody: return (.error, finding(vector, got: error.description, ["the operation broke"]))
            }
        }
    }

    private func judged(_ vector: VectorCase, _ answer: VectorAnswer, got: String) -> Outcome {
        let problems = VectorComparison.problems(answer, expected: vector)
        return problems.isEmpty ? (.passed, nil) : (.failed, finding(vector, got: got, problems))
    }

    private func finding(_ vector: VectorCase, got: String, _ problems: [String]) -> CheckResult.Finding {
        CheckResult.Finding(
            inputs: vector.inputs, expected: .object(vector.expected), got: got, problems: problems, reason: vector.reason,
            source: vector.source)
    }
}

extension VectorAnswer {
    fileprivate var json: String {
        JSONValue.object(fields.merging(["verdict": .string(verdict)]) { field, _ in field }).json
    }
}
