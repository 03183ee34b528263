import ChainConformance
import ChainKit
import Foundation
import Testing

@testable import Host

@Suite struct RequiredReportTests {
    @Test func aChainWithItsReportIsRight() async throws {
        #expect(await ReportFixture.complaints(try ReportFixture.fixture(ReportSample.signed(ReportSample.report()))) == [])
        let pinned = "keys: [ \"\(ReportSample.key)\" ], suite: \"sha256:\(ReportSample.suite)\", max_age_days: 1"
        #expect(
            await ReportFixture.complaints(
                try ReportFixture.fixture(ReportSample.signed(ReportSample.report()), conformance: pinned)) == [])
    }

    @Test func aReportMayLieElsewhere() async throws {
        var fixture = try ReportFixture.fixture(nil, members: "    report: proofs/paper.json\n")
        fixture.files["config/proofs/paper.json"] = ReportSample.signed(ReportSample.report()).json
        #expect(await ReportFixture.complaints(fixture) == [])
        fixture.files["config/proofs/paper.json"] = nil
        let found = await ReportFixture.complaints(fixture)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("config/gatehouse.yaml:14:13: The conformance report config/proofs/paper.json is not there")
                == true)
        #expect(found.first?.hasSuffix("--output config/proofs/paper.json") == true)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: JSONValue?
        let complaint: String

        init(_ complaint: String, signed report: ConformanceReport, seed: [UInt8] = ReportSample.seed) {
            self.init(complaint, ReportSample.signed(report, seed: seed))
        }

        init(_ complaint: String, _ json: JSONValue?) {
            testDescription = complaint
            self.json = json
            self.complaint = complaint
        }
    }

    static let cases: [Case] = [
        Case("is not there", nil),
        Case("is not one: The report is a list instead of an object", []),
        Case("is not signed", JSONReport(ReportSample.report()).value),
        Case("which is none of conformance.keys", signed: ReportSample.report(), seed: [UInt8](repeating: 9, count: 32)),
        Case("a signature that is not good", ReportSample.signed(ReportSample.report()).setting("/run/gatehouse", "0.0.9")),
        Case("is about other, this chain's adapter is paper", signed: ReportSample.report(of: "other")),
        Case("is about paper 1.0.1, this chain's adapter is version 1.0.0", signed: ReportSample.report(version: "1.0.1")),
        Case("is about contract version 2", signed: ReportSample.report().changing { $0.contractVersion = 2 }),
        Case(
            "is of Gatehouse 0.0.1, this is \(Release.version)", signed: ReportSample.report().changing { $0.release = "0.0.1" }),
        Case("is about a program", signed: ReportSample.report(program: ReportFixture.digest)),
        Case("proves nothing: one check failed", signed: ReportSample.report().setting(.batch, .failed)),
        Case("proves nothing: one check could not be run", signed: ReportSample.report().setting(.batch, .error)),
        Case("proves nothing: one check did not run", signed: ReportSample.report().setting(.batch, .notRun)),
        Case("proves nothing: the run was narrowed", signed: ReportSample.report().changing { $0.narrowing.filter = "*" }),
        Case(
            "proves nothing: the requirement SEC-2 was not tried on paper",
            signed: ReportSample.report().changing { report in report.run.results.removeAll { $0.requirement == .hosts } }),
        Case("does not offer what HLD-1 tries, here it does", signed: ReportSample.report(roles: [])),
        Case("which is yet to come", signed: ReportSample.report().changing { $0.date += 90_001 }),
    ]

    @Test(arguments: cases) func aReportThatDoesNotProveTheAdapterIsAMistake(one: Case) async throws {
        let found = await ReportFixture.complaints(try ReportFixture.fixture(one.json))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("config/gatehouse.yaml:13:21: The conformance report config/reports/sol.json ") == true)
        #expect(found.first?.contains(one.complaint) == true, "\(found)")
        #expect(found.first?.contains("gatehouse conformance run --adapter paper --report json") == true)
    }

    @Test func pinsAreKept() async throws {
        let keys = "keys: [ \"\(ReportSample.key)\" ]"
        let report = ReportSample.signed(ReportSample.report())
        let suite = try ReportFixture.fixture(
            report, conformance: keys + ", suite: \"sha256:\(String(repeating: "cd", count: 32))\"")
        #expect(await ReportFixture.complaints(suite).first?.contains("is of the case files sha256:abab") == true)
        let aged = try ReportFixture.fixture(report, conformance: keys + ", max_age_days: 90")
        #expect(await ReportFixture.complaints(aged, daysLater: 90) == [])
        #expect(await ReportFixture.complaints(aged, daysLater: 90.01).first?.contains("older than the 90 days") == true)
    }

    @Test(arguments: [
        ("keys: []", ["19:22: Found an empty list; write the keys"]),
        ("keys: [ \"ed25519:AA\", 5 ]", ["19:24: Found \"ed25519:AA\"; write a key as", "19:38: Found 5; write text"]),
        ("suite: \"sha256:\(String(repeating: "ab", count: 32))\"", ["19:1: \"keys\" is missing"]),
        (
            "keys: [ \"\(ReportSample.key)\" ], suite: abab, max_age_days: 0",
            ["Found \"abab\"; write sha256: and 64", "Found 0; write a whole"]
        ),
        ("keys: [ \"\(ReportSample.key)\" ], key: 1", ["which means nothing here; did you mean \"keys\"?"]),
    ]) func keysAndPinsThatAreWrong(written: String, expected: [String]) async throws {
        let found = await ReportFixture.complaints(try ReportFixture.fixture(nil, conformance: written))
        #expect(found.count == expected.count)
        for (one, part) in zip(found, expected) { #expect(one.contains(part), "\(one)") }
    }

    @Test func aRequirementWithoutKeysIsAMistake() async throws {
        var fixture = try ReportFixture.fixture(ReportSample.signed(ReportSample.report()))
        let text = try #require(fixture.files["config/gatehouse.yaml"])
        fixture.files["config/gatehouse.yaml"] = text.replacing(/\nconformance: .*/, with: "")
        #expect(
            await ReportFixture.complaints(fixture).map { $0.prefix(82) } == [
                "config/gatehouse.yaml:13:21: A report is required, and no key is believed; write c"
            ])
        fixture = try ConfigurationFixture().replacing("    network: main\n", "    network: main\n    report: a.json\n")
        #expect(
            await ReportFixture.complaints(fixture).first?.contains(":13:5: Found \"report\", which means nothing without")
                == true)
    }

    @Test func whoMakesAReportNeedsNone() async throws {
        let fixture = try ReportFixture.fixture(nil)
        let configuration = try await ConfigurationLoader.load(
            file: "config/gatehouse.yaml", environment: fixture.environment, kinds: [PaperChain.kind], files: fixture.source,
            asksForReports: false)
        #expect(configuration.chains.map(\.requiresReport) == [false, false])
    }
}
