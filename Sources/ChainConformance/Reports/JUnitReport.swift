import ChainKit

/// A report as build servers read it: JUnit XML, a suite a topic. Times are in the attributes `time` and `timestamp`.
public struct JUnitReport: Sendable {
    private let report: ConformanceReport

    public init(_ report: ConformanceReport) { self.report = report }

    public var text: String {
        let all = ReportTopic(name: "gatehouse conformance", results: report.run.results)
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append("<testsuites \(attributes(all, time: report.took))>")
        for topic in report.run.topics { lines += suite(topic) }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func suite(_ topic: ReportTopic) -> [String] {
        let date = RFC3339.format(report.date)
        return ["  <testsuite \(attributes(topic, time: topic.duration)) timestamp=\"\(date)\">"] + properties
            + topic.results.flatMap { testcase($0) } + ["  </testsuite>"]
    }

    private func attributes(_ topic: ReportTopic, time: Duration) -> String {
        let skipped = topic.count(.notRun) + topic.count(.notOffered)
        return """
            name="\(topic.name.xmlAttribute)" tests="\(topic.results.count)" failures="\(topic.count(.failed))" \
            errors="\(topic.count(.error))" skipped="\(skipped)" time="\(time.seconds)"
            """
    }

    private var properties: [String] {
        var values = [
            ("gatehouse", report.release), ("contract_version", String(report.contractVersion)),
            ("cases_sha256", report.digest),
        ]
        values += report.adapters.map { ("adapter", "\($0.id) \($0.version)") }
        if let narrowed = report.narrowed { values.append(("narrowed", narrowed)) }
        let lines = values.map { "      <property name=\"\($0)\" value=\"\($1.xmlAttribute)\"/>" }
        return ["    <properties>"] + lines + ["    </properties>"]
    }

    private func testcase(_ result: CheckResult) -> [String] {
        let opening = """
            <testcase classname="\(result.topic.xmlAttribute)" name="\(result.name.xmlAttribute)" \
            time="\(result.duration.seconds)"
            """
        let content: String
        switch result.status {
        case .passed: return ["    \(opening)/>"]
        case .notRun, .notOffered:
            let why = result.note.map { ": \($0)" } ?? ""
            content = "<skipped message=\"\((result.status.words + why).xmlAttribute)\"/>"
        case .failed: content = element("failure", result)
        case .error: content = element("error", result)
        }
        return ["    \(opening)>\(content)</testcase>"]
    }

    private func element(_ name: String, _ result: CheckResult) -> String {
        guard let finding = result.finding else { return "<\(name)/>" }
        var lines = finding.problems
        lines += ["inputs: \(finding.inputs.json)", "expected: \(finding.expected.json)", "got: \(finding.got)"]
        if !finding.reason.isEmpty { lines.append("about: \(finding.reason)") }
        if !finding.source.isEmpty { lines.append("source: \(finding.source)") }
        lines += finding.log.map { "log: \($0)" }
        let message = finding.problems.first ?? ""
        return "<\(name) message=\"\(message.xmlAttribute)\">\(lines.joined(separator: "\n").xmlText)</\(name)>"
    }
}

extension String {
    /// As text of an XML 1.0 element; characters that XML cannot have are left out.
    fileprivate var xmlText: String { escaped([:]) }

    /// As an attribute of XML 1.0, in quotes; characters that XML cannot have are left out.
    fileprivate var xmlAttribute: String {
        escaped(["\"": "&quot;", "\n": "&#10;", "\t": "&#9;"])
    }

    private func escaped(_ more: [Unicode.Scalar: String]) -> String {
        var out = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\r": out += "&#13;"
            case "\n", "\t": out += more[scalar] ?? String(scalar)
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE: break
            default: out += more[scalar] ?? String(scalar)
            }
        }
        return out
    }
}
