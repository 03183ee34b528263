import ChainKit

/// Makes checks of vector files, which the operations that the modules of this build offer answer.
public struct VectorRunner: Sendable {
    private let ops: [String: VectorOp]
    private let ownOps: Set<String>?

    /// - Parameter own: the operations whose cases are run; `nil` is all, and then a case whose operation nobody offers is an
    ///   error. Cases of other operations are left out.
    /// - Throws: `configuration_invalid` when two modules offer one operation.
    public init(_ ops: [VectorOp], own: Set<String>? = nil) throws(ChainError) {
        var table: [String: VectorOp] = [:]
        for op in ops {
            guard table.updateValue(op, forKey: op.name) == nil else {
                throw ChainError(
                    .configurationInvalid, "Two modules offer the operation \"\(op.name)\"; one of them has to give way.")
            }
        }
        self.ops = table
        ownOps = own
    }

    /// One check a case, in the order of the files.
    public func checks(_ files: [VectorFile], limit: Duration = .seconds(30)) -> [Check] {
        files.flatMap { file in
            file.cases.filter { ownOps?.contains($0.op) ?? true }.map { vector in
                Check(topic: file.topic, name: "\(vector.op)/\(vector.name)", limit: limit) { await outcome(of: vector) }
            }
        }
    }

    private func outcome(of vector: VectorCase) async -> CheckOutcome {
        guard let op = ops[vector.op] else {
            return .broken(finding(vector, got: "nothing", ["no module offers the operation \"\(vector.op)\""]))
        }
        do throws(ChainError) {
            let answer = try await op.run(vector.inputs)
            return judged(vector, answer, got: answer.json)
        } catch {
            switch error.code.blame {
            case .caller: return judged(vector, .reject(), got: error.description)
            case .outside: return judged(vector, VectorAnswer(verdict: "unavailable", fields: [:]), got: error.description)
            case .us, .nobody: return .broken(finding(vector, got: error.description, ["the operation broke"]))
            }
        }
    }

    private func judged(_ vector: VectorCase, _ answer: VectorAnswer, got: String) -> CheckOutcome {
        let problems = VectorComparison.problems(answer, expected: vector)
        return problems.isEmpty ? .passed() : .failed(finding(vector, got: got, problems))
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
