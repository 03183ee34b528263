import ChainKit
import Foundation

/// The cases of a file in `conformance/vectors`.
struct VectorFile {
    let cases: [JSONValue]

    init(_ topic: String) throws {
        let root = (0..<5).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let bytes = try Data(contentsOf: root.appending(path: "conformance/vectors/\(topic).json"))
        cases = try JSONValue(parsing: bytes)["cases"]?.elements ?? []
    }

    /// What is wrong with the answers the operations give, one line a case that fails.
    func failures(_ ops: [VectorOp]) async -> [String] {
        var failures: [String] = []
        for one in cases {
            let name = one["name"]?.text ?? "?"
            guard let op = ops.first(where: { $0.name == one["op"]?.text }) else {
                failures.append("\(name): nobody offers \(one["op"]?.text ?? "?")")
                continue
            }
            let inputs = one["inputs"] ?? .null
            let answer: VectorAnswer
            do throws(ChainError) { answer = try await op.run(inputs) } catch {
                switch error.code.blame {
                case .caller: answer = .reject(["reason": .string(error.message)])
                case .outside: answer = VectorAnswer(verdict: "unavailable", fields: [:])
                default:
                    failures.append("\(name): \(error)")
                    continue
                }
            }
            failures += Self.differences(answer, inputs: inputs, expected: one["expected"]?.members ?? [:]).map {
                "\(name): \($0)"
            }
        }
        return failures
    }

    private static func differences(_ answer: VectorAnswer, inputs: JSONValue, expected: [String: JSONValue]) -> [String] {
        var differences: [String] = []
        let wanted = expected["verdict"]?.text
        if wanted != "either", wanted != answer.verdict {
            differences.append("\(wanted ?? "nothing") expected, got \(answer)")
        }
        if wanted == "either", answer.verdict != "accept" { return differences }
        for (key, value) in expected where !["verdict", "observed", "must_not_equal", "alt"].contains(key) {
            if key == "not_sha3_256" {
                if same(value, answer.fields["digest"], key) { differences.append("the digest is SHA-3's") }
            } else if !same(value, answer.fields[key], key) {
                differences.append("\(key) should be \(value), is \(answer.fields[key] ?? .null)")
            }
        }
        if let other = inputs["must_not_equal"] ?? expected["must_not_equal"],
            answer.fields.contains(where: { same(other, $1, $0) })
        {
            differences.append("the answer equals \(other)")
        }
        return differences
    }

    /// Equal, or the same bytes in hex; the case of an address matters.
    private static func same(_ left: JSONValue, _ right: JSONValue?, _ key: String) -> Bool {
        if left == right { return true }
        guard !["address", "checksummed"].contains(key), let left = left.text.flatMap(Hex.decode),
            let right = right?.text.flatMap(Hex.decode)
        else { return false }
        return left == right
    }
}
