import ChainConformance
import ChainKit
import Foundation

extension ConformanceReport {
    /// Text that would do something to a terminal, a page or an XML file, if it were let.
    static let nasty = "</script><b onclick='x'>\u{1B}[31m\u{0}\u{202E} \"q\" & ]]> # \\ \u{2028}\nnext\u{FFFE}"

    /// One check of each status, in two topics.
    /// - Parameter pace: what all times are multiplied with.
    static func sample(pace: Int = 1, failing: Bool = true) -> ConformanceReport {
        let finding = CheckResult.Finding(
            inputs: ["text": .string(nasty)], expected: ["verdict": "accept"], got: #"{"verdict":"reject"}"#,
            problems: ["verdict: expected accept, got \(nasty)"], reason: "about \(nasty)", source: "EIP-1 \(nasty)",
            log: ["KeyError: \(nasty)"])
        var results = [
            CheckResult(topic: "base58", name: "base58.decode/empty", status: .passed, duration: .milliseconds(2 * pace)),
            CheckResult(topic: "base58", name: "base58.decode/left out", status: .notRun, duration: .zero),
            CheckResult(
                topic: "requirements/evm", name: "OWN-5", requirement: .concurrency, status: .passed,
                duration: .milliseconds(1500 * pace), note: "640 judgements of 20 proofs"),
            CheckResult(
                topic: "requirements/evm", name: "HLD-5", requirement: .pages, status: .notOffered,
                duration: .milliseconds(pace), note: "The manifest does not claim to read pages."),
        ]
        if failing {
            results.append(
                CheckResult(
                    topic: "requirements/evm", name: "HLD-4", requirement: .lookAlikes, status: .failed,
                    duration: .milliseconds(3 * pace), finding: finding))
            results.append(
                CheckResult(
                    topic: "exchanges/evm/\(nasty)", name: nasty, status: .error, duration: .milliseconds(pace), finding: finding)
            )
        }
        return ConformanceReport(
            adapters: [Adapter(id: "evm", version: "1.0.0")], release: "0.1.0", digest: String(repeating: "ab", count: 32),
            date: Date(timeIntervalSince1970: Double(1_790_000_000 + pace)), took: .milliseconds(1507 * pace),
            run: ConformanceRun(results: results))
    }
}
