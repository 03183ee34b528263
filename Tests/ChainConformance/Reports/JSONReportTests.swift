import ChainConformance
import ChainKit
import Testing

struct JSONReportTests {
    private let value: JSONValue

    init() throws { value = try JSONValue(parsing: ReportFormat.json.write(.sample()).utf8) }

    @Test func namesTheRun() {
        #expect(
            value["run"] == [
                "adapters": [["id": "evm", "version": "1.0.0"]], "contract_version": 1, "gatehouse": "0.1.0",
                "cases_sha256": .string(String(repeating: "ab", count: 32)), "is_narrowed": false, "filter": nil,
                "fail_fast": false, "without": [],
            ])
        #expect(value["counts"] == ["passed": 2, "failed": 1, "error": 1, "not_offered": 1, "not_run": 1])
        #expect(value["timings"]?["results_microseconds"]?[2] == 1_500_000)
    }

    @Test func keepsAFindingWord() throws {
        let result = try #require(value["results"]?[4])
        #expect(result["requirement"] == "HLD-4")
        #expect(result["finding"]?["inputs"] == ["text": .string(ConformanceReport.nasty)])
        #expect(value["results"]?[0]?["finding"] == nil)
    }

    @Test(arguments: [(true, "not_made"), (false, "passed")]) func saysWhatBecameOfTheRun(failing: Bool, verdict: String) {
        #expect(JSONReport(.sample(failing: failing)).value["verdict"] == .string(verdict))
    }
}
