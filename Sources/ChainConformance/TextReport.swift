import ChainKit
import Foundation

/// A run as a person reads it in a terminal: a line a topic, then what failed, then the sum.
public struct TextReport: Sendable {
    private let run: ConformanceRun

    public init(_ run: ConformanceRun) { self.run = run }

    /// The whole report, ending in `N passed, N failed, N skipped` and a line break. Checks that broke are counted on a
    /// line of their own before it.
    public var text: String {
        let topics = topics
        let width = topics.map(\.name.count).max() ?? 0
        var lines = topics.map { summary($0, width: width) }
        for result in run.results { lines += details(result) }
        lines.append("")
        let broken = run.count(.error)
        if broken > 0 { lines.append("\(broken) could not be run") }
        lines.append(
            "\(run.count(.passed)) passed, \(run.count(.failed)) failed, \(run.count(.notRun) + run.count(.notOffered)) skipped")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Topics of which something ran, in order.
    private var topics: [(name: String, results: [CheckResult])] {
        let ran = run.results.filter { $0.status != .notRun }
        var order: [String] = []
        let groups = Dictionary(grouping: ran, by: \.topic)
        for result in ran where !order.contains(result.topic) { order.append(result.topic) }
        return order.map { ($0, groups[$0] ?? []) }
    }

    private func summary(_ topic: (name: String, results: [CheckResult]), width: Int) -> String {
        let words: [(CheckStatus, String)] = [
            (.passed, "passed"), (.failed, "failed"), (.error, "could not be run"), (.notOffered, "not offered"),
        ]
        let counts = words.compactMap { status, word -> String? in
            let count = topic.results.count { $0.status == status }
            return count > 0 || status == .passed ? "\(count) \(word)" : nil
        }
        let time = topic.results.reduce(Duration.zero) { $0 + $1.duration }
        return topic.name.padding(toLength: width, withPad: " ", startingAt: 0)
            + "  \(counts.joined(separator: ", "))  (\(Self.written(time)))"
    }

    private func details(_ result: CheckResult) -> [String] {
        guard let finding = result.finding else { return [] }
        return [
            "", "\(result.status == .error ? "ERROR" : "FAILED") \(result.id)", "  inputs    \(finding.inputs.json)",
            "  expected  \(finding.expected.json)", "  got       \(finding.got)",
        ] + finding.problems.map { "  problem   \($0)" } + [
            "  about     \(finding.reason)", "  source    \(finding.source)",
        ]
    }

    private static func written(_ time: Duration) -> String {
        let seconds = time / .seconds(1)
        return seconds < 1 ? String(format: "%.1f ms", seconds * 1000) : String(format: "%.2f s", seconds)
    }
}
