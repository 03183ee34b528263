import ChainKit
import Foundation

extension SuiteReport {
    /// Reads the report's own members; its signature is looked at elsewhere.
    /// - Throws: `configuration_invalid` for anything that is no report of format 1, or whose sums are not those of its
    ///   results.
    public init(reading report: JSONValue) throws(ChainError) {
        let root = ReportPart(ReportSignature.unsigned(report), at: "")
        let members = try root.members("format_version", "run", "counts", "verdict", "results", "timings")
        guard members("format_version").value == 1 else {
            throw members("format_version").wrong("\(members("format_version").value.kind) other than 1")
        }
        let run = try members("run").members(
            "adapters", "contract_version", "gatehouse", "cases_sha256", "is_narrowed", "filter", "fail_fast", "without")
        let timings = try members("timings").members("date", "microseconds", "results_microseconds", "programs")
        adapters = try Self.adapters(run("adapters"), programs: timings("programs"))
        contractVersion = try run("contract_version").count()
        release = try run("gatehouse").word()
        suite = try ReportPart(.string("sha256:" + run("cases_sha256").text()), at: run("cases_sha256").pointer).digest()
        isNarrowed = try Self.isNarrowed(run)
        results = try members("results").elements().map(Self.result)
        guard let date = RFC3339.parse(try timings("date").text()) else { throw timings("date").wrong("no time") }
        self.date = date
        try requireSums(members("counts"), members("verdict"))
        guard try timings("results_microseconds").elements().count == results.count else {
            throw timings("results_microseconds").wrong("not of the length of /results")
        }
    }

    private static func adapters(_ list: ReportPart, programs: ReportPart) throws(ChainError) -> [Adapter] {
        var digests: [String: String] = [:]
        for id in try programs.members().keys { digests[id] = try programs.find(id)?.digest() }
        var adapters: [Adapter] = []
        for part in try list.elements() {
            let members = try part.members("id", "version")
            let id = try members("id").word()
            guard !adapters.contains(where: { $0.id == id }) else { throw part.wrong("an adapter that is listed twice") }
            adapters.append(
                Adapter(id: id, version: try members("version").word(), program: digests.removeValue(forKey: id)))
        }
        guard digests.isEmpty else { throw programs.wrong("of adapters that are not listed") }
        return adapters
    }

    private static func isNarrowed(_ run: (String) -> ReportPart) throws(ChainError) -> Bool {
        let hasFilter = !run("filter").value.isNull
        if hasFilter { _ = try run("filter").text() }
        let stops = try run("fail_fast").flag()
        let leavesOut = try !run("without").elements().isEmpty
        guard try run("is_narrowed").flag() == (hasFilter || stops || leavesOut) else {
            throw run("is_narrowed").wrong("not what /run/filter, /run/fail_fast and /run/without say")
        }
        return hasFilter || stops || leavesOut
    }

    private static func result(_ part: ReportPart) throws(ChainError) -> Result {
        let members = try part.members("topic", "name", "status", optional: ["requirement", "note", "finding"])
        _ = try part.find("requirement")?.word()
        guard part.find("note").map({ $0.value.text != nil }) ?? true else { throw members("note").wrong("no text") }
        _ = try part.find("finding")?.members()
        guard let status = Status(rawValue: try members("status").text()) else { throw members("status").wrong("no status") }
        return Result(topic: try members("topic").text(), name: try members("name").text(), status: status)
    }

    /// So that whoever reads the sums alone is told the truth.
    private func requireSums(_ counts: ReportPart, _ verdict: ReportPart) throws(ChainError) {
        let written = try counts.members("passed", "failed", "error", "not_offered", "not_run")
        for status in Status.allCases {
            guard try written(status.rawValue).count() == count(status) else {
                throw written(status.rawValue).wrong("not the sum of /results")
            }
        }
        let isMade = count(.error) == 0 && count(.passed) + count(.failed) > 0
        guard try verdict.text() == (isMade ? count(.failed) == 0 ? "passed" : "failed" : "not_made") else {
            throw verdict.wrong("not what /results come to")
        }
    }
}
