import ChainKit

/// A report as the Test Anything Protocol, version 14, has it: a line a check, with YAML below what failed. Date and time
/// are in a comment of their own.
public struct TAPReport: Sendable {
    private let report: ConformanceReport

    public init(_ report: ConformanceReport) { self.report = report }

    public var text: String {
        var lines = ["TAP version 14", "1..\(report.run.results.count)"]
        lines.append("# gatehouse \(report.release), contract \(report.contractVersion), cases sha256 \(report.digest)")
        lines += report.adapters.map { "# adapter \("\($0.id) \($0.version)".legible())" }
        if let narrowed = report.narrowed { lines.append("# narrowed: \(narrowed.legible())") }
        lines.append("# begun \(RFC3339.format(report.date)), took \(report.took.words)")
        for (index, result) in report.run.results.enumerated() { lines += Self.lines(result, number: index + 1) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ result: CheckResult, number: Int) -> [String] {
        let name = "\(number) - \(description(result.id))"
        switch result.status {
        case .passed: return ["ok \(name)"]
        case .notOffered, .notRun:
            let note = result.note.map { ": \(description($0))" } ?? ""
            return ["ok \(name) # SKIP \(result.status.words)\(note)"]
        case .failed, .error: return ["not ok \(name)"] + diagnostics(result)
        }
    }

    private static func diagnostics(_ result: CheckResult) -> [String] {
        guard let finding = result.finding else { return [] }
        let members: [(String, JSONValue)] = [
            ("message", .string(finding.problems.first ?? "")),
            ("severity", .string(result.status == .error ? "error" : "fail")),
            ("problems", .array(finding.problems.map(JSONValue.string))), ("inputs", finding.inputs),
            ("expected", finding.expected), ("got", .string(finding.got)), ("reason", .string(finding.reason)),
            ("source", .string(finding.source)), ("log", .array(finding.log.map(JSONValue.string))),
        ]
        return ["  ---"] + members.map { "  \($0): \(yaml($1))" } + ["  ..."]
    }

    /// What a description may not have as it is: `#` begins a directive.
    private static func description(_ text: String) -> String {
        text.legible().replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// JSON is YAML but for the characters that YAML, or a terminal, wants escaped; all of them have four hex digits.
    private static func yaml(_ value: JSONValue) -> String {
        var out = ""
        for scalar in value.json.unicodeScalars {
            if scalar.isUnseen || scalar.value & 0xFFFE == 0xFFFE, scalar.value <= 0xFFFF {
                out += "\\u" + Hex.encode([UInt8(scalar.value >> 8), UInt8(scalar.value & 0xFF)])
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
