import ChainKit

/// Whether an answer is what a case expects.
enum VectorComparison {
    /// Members of `expected` that are no field of the answer.
    private static let rules: Set<String> = ["verdict", "observed", "must_not_equal", "alt"]

    /// Members that name a set: any order.
    private static let sets: Set<String> = ["ids", "mints"]

    /// Each way in which the answer is not what the case expects; none when it is.
    ///
    /// A field the answer leaves out counts as null. It may be left out where the case is refused, and where the sources
    /// leave the verdict open.
    static func problems(_ answer: VectorAnswer, expected: VectorCase) -> [String] {
        let isOpen = expected.verdict == "either"
        guard isOpen || answer.verdict == expected.verdict else {
            return ["verdict: expected \(expected.verdict), got \(answer.verdict)"]
        }
        var problems: [String] = []
        for (name, value) in expected.expected.sorted(by: { $0.key < $1.key }) {
            if name == "must_not_equal" || name.hasPrefix("not_") {
                problems += answer.fields.sorted { $0.key < $1.key }.filter { isSame($0.value, value, named: $0.key) }
                    .map { "\($0.key): must not be \(value.json)" }
            } else if !rules.contains(name), !isOpen || answer.verdict == "accept" {
                let got = answer.fields[name] ?? .null
                if got.isNull && (isOpen || expected.verdict == "reject") { continue }
                if name == "text", let other = expected.expected["alt"], isSame(got, other, named: name) { continue }
                if !isSame(got, value, named: name) { problems.append("\(name): expected \(value.json), got \(got.json)") }
            }
        }
        return problems
    }

    private static func isSame(_ got: JSONValue, _ expected: JSONValue, named name: String) -> Bool {
        switch (got, expected) {
        case (.string(let got), .string(let expected)):
            // By bytes: Swift's own equality takes composed and decomposed letters for the same.
            return digits(got).elementsEqual(digits(expected))
        case (.array(let got), .array(let expected)):
            guard got.count == expected.count else { return false }
            let sorted = { (values: [JSONValue]) in sets.contains(name) ? values.sorted { $0.json < $1.json } : values }
            return zip(sorted(got), sorted(expected)).allSatisfy { isSame($0, $1, named: "") }
        case (.object(let got), .object(let expected)):
            return Set(got.keys).union(expected.keys).allSatisfy {
                isSame(got[$0] ?? .null, expected[$0] ?? .null, named: $0)
            }
        default: return got == expected
        }
    }

    /// The text without the `0x` that hex may have.
    private static func digits(_ text: String) -> Substring.UTF8View {
        let rest = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        return rest.utf8.allSatisfy { Hex.value($0) != nil } ? rest.utf8 : text[...].utf8
    }
}
