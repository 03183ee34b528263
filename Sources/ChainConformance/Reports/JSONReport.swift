import ChainKit

/// A report for programs: `conformance/schema/report.schema.json` describes it. All that differs between equal runs is in the
/// member `timings`.
public struct JSONReport: Sendable {
    /// The only layout there is so far.
    public static let formatVersion: Int64 = 1

    private let report: ConformanceReport

    public init(_ report: ConformanceReport) { self.report = report }

    /// With sorted member names, ending in a line break.
    public var text: String { value.laidOut() + "\n" }

    public var value: JSONValue {
        [
            "format_version": .integer(Self.formatVersion), "run": identity, "counts": counts,
            "verdict": .string(report.run.verdict.rawValue), "results": .array(report.run.results.map(\.json)),
            "timings": timings,
        ]
    }

    private var identity: JSONValue {
        [
            "adapters": .array(
                report.adapters.map { ["id": .string($0.id), "version": .string($0.version)] }),
            "contract_version": .integer(Int64(report.contractVersion)), "gatehouse": .string(report.release),
            "cases_sha256": .string(report.digest), "is_narrowed": .bool(!report.narrowing.isWhole),
            "filter": report.narrowing.filter.map(JSONValue.string) ?? .null,
            "fail_fast": .bool(report.narrowing.stopsAtFirstFailure),
            "without": .array(report.narrowing.without.map(JSONValue.string)),
        ]
    }

    private var counts: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: CheckStatus.allCases.map { ($0.rawValue, .integer(Int64(report.run.count($0)))) }))
    }

    /// Apart from the identity, so that an adapter gives the same report in this process and in its own.
    private var programs: [String: JSONValue] {
        var programs: [String: JSONValue] = [:]
        for adapter in report.adapters { programs[adapter.id] = adapter.program.map(JSONValue.string) }
        return programs
    }

    private var timings: JSONValue {
        [
            "date": .string(RFC3339.format(report.date)), "microseconds": .integer(report.took.microseconds),
            "results_microseconds": .array(report.run.results.map { .integer($0.duration.microseconds) }),
            "programs": .object(programs),
        ]
    }
}

extension CheckResult {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "topic": .string(topic), "name": .string(name), "status": .string(status.rawValue),
        ]
        members["requirement"] = requirement.map { .string($0.rawValue) }
        members["note"] = note.map(JSONValue.string)
        members["finding"] = finding.map { finding in
            [
                "inputs": finding.inputs, "expected": finding.expected, "got": .string(finding.got),
                "problems": .array(finding.problems.map(JSONValue.string)), "reason": .string(finding.reason),
                "source": .string(finding.source), "log": .array(finding.log.map(JSONValue.string)),
            ]
        }
        return .object(members)
    }
}
