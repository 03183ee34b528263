import ChainKit
import Foundation

/// A run as a person reads it in a terminal: what was tried, a line a topic, a line a requirement, then what failed, then
/// the sum.
public struct TextReport: Sendable {
    private let run: ConformanceRun
    private let heading: [String]

    public init(_ report: ConformanceReport) {
        run = report.run
        heading = Self.heading(report)
    }

    /// Without the lines that tell this run from another.
    public init(_ run: ConformanceRun) {
        self.run = run
        heading = []
    }

    /// The whole report, ending in `N passed, N failed, N skipped` and a line break. Checks that broke are among the failed
    /// there, and are told apart on a line of their own before it.
    public var text: String {
        let topics = run.topics.filter { $0.count(.notRun) < $0.results.count }
        let width = topics.map { $0.name.legible().count }.max() ?? 0
        var lines = heading
        for topic in topics {
            lines.append(summary(topic, width: width))
            lines += topic.results.compactMap(requirement)
        }
        for result in run.troubles { lines += details(result) }
        lines.append("")
        let broken = run.count(.error)
        if broken > 0 { lines.append("\(broken) of the failed could not be run") }
        let skipped = run.count(.notRun) + run.count(.notOffered)
        lines.append("\(run.count(.passed)) passed, \(run.count(.failed) + broken) failed, \(skipped) skipped")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ report: ConformanceReport) -> [String] {
        var lines = ["gatehouse \(report.release), contract \(report.contractVersion)"]
        lines += report.adapters.map { "adapter \("\($0.id) \($0.version)".legible())" }
        lines.append("cases sha256 \(report.digest)")
        lines.append("begun \(RFC3339.format(report.date)), took \(report.took.words)")
        if let narrowed = report.narrowed { lines.append("narrowed: \(narrowed.legible())") }
        return lines + [""]
    }

    private func summary(_ topic: ReportTopic, width: Int) -> String {
        let words: [CheckStatus] = [.passed, .failed, .error, .notOffered]
        let counts = words.compactMap { status -> String? in
            let count = topic.count(status)
            return count > 0 || status == .passed ? "\(count) \(status.words)" : nil
        }
        return topic.name.legible().padding(toLength: width, withPad: " ", startingAt: 0)
            + "  \(counts.joined(separator: ", "))  (\(topic.duration.words))"
    }

    private func requirement(_ result: CheckResult) -> String? {
        guard let id = result.tried, result.status != .notRun else { return nil }
        let status = result.status.words.padding(toLength: 16, withPad: " ", startingAt: 0)
        let line = "  \(id.rawValue)  \(status)  \((result.note ?? "").legible())"
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private func details(_ result: CheckResult) -> [String] {
        var lines = ["", "\(result.status == .error ? "ERROR" : "FAILED") \(result.id.legible())"]
        if let id = result.tried { lines.append("  demand    \(id.demand)") }
        guard let finding = result.finding else { return lines }
        lines += [
            "  inputs    \(finding.inputs.json.legible())", "  expected  \(finding.expected.json.legible())",
            "  got       \(finding.got.legible())",
        ]
        lines += finding.problems.map { "  problem   \($0.legible())" }
        if !finding.reason.isEmpty { lines.append("  about     \(finding.reason.legible())") }
        if !finding.source.isEmpty { lines.append("  source    \(finding.source.legible())") }
        lines += finding.log.map { "  log       \($0.legible())" }
        return lines
    }
}
