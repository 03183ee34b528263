import ChainConformance
import ChainKit
import Testing

@testable import Host

@Suite struct SuiteReportTests {
    private static let program = "sha256:" + String(repeating: "5e", count: 32)

    @Test func readsWhatTheSuiteWrites() throws {
        let written = ReportSample.report(program: Self.program)
        let read = try SignedReport(parsing: Array(ReportFormat.json.write(written).utf8))
        #expect(read.signature == nil)
        let report = read.report
        #expect(report.adapters == [.init(id: "paper", version: "1.0.0", program: Self.program)])
        #expect(report.contractVersion == AdapterManifest.contractVersion && report.release == Release.version)
        #expect(report.suite == "sha256:\(ReportSample.suite)" && report.date == ReportSample.begun && !report.isNarrowed)
        for status in CheckStatus.allCases {
            let here = try #require(SuiteReport.Status(rawValue: status.rawValue))
            #expect(report.count(here) == written.run.count(status))
        }
        #expect(SuiteReport.Status.allCases.count == CheckStatus.allCases.count)
        #expect(report.shortcoming == nil)
    }

    @Test func demandsWhatTheSuiteTries() {
        #expect(ProvenRequirement.allCases.map(\.rawValue) == RequirementID.allCases.map(\.rawValue))
        for requirement in ProvenRequirement.allCases {
            let role = RequirementID(rawValue: requirement.rawValue)?.role
            for claimed in AdapterManifest.Role.allCases {
                let manifest = AdapterManifest(
                    id: "a", version: "1.0.0", roles: [claimed], assetKinds: [], configurationSchema: [:], hosts: [],
                    budget: UpstreamBudget(), readsPages: true)
                #expect(requirement.isDue(manifest) == (role == nil || role == claimed))
            }
        }
    }

    @Test(arguments: [CheckStatus.failed, .error, .notRun]) func aCheckThatDidNotPassIsAShortcoming(status: CheckStatus) throws {
        let report = ReportSample.report().setting(.faults, status)
        #expect(try SuiteReport(reading: JSONReport(report).value).shortcoming?.contains("one check") == true)
    }

    @Test(arguments: [
        { @Sendable (report: inout ConformanceReport) in report.narrowing.filter = "*" },
        { @Sendable (report: inout ConformanceReport) in report.narrowing.stopsAtFirstFailure = true },
        { @Sendable (report: inout ConformanceReport) in report.narrowing.without = ["vectors"] },
        { @Sendable (report: inout ConformanceReport) in report.adapters = [] },
        { @Sendable (report: inout ConformanceReport) in report.run.results.removeAll { $0.requirement == .budget } },
        { @Sendable (report: inout ConformanceReport) in report.adapters.append(.init(id: "other", version: "1.0.0")) },
    ]) func aRunOfAPartIsAShortcoming(change: @Sendable (inout ConformanceReport) -> Void) throws {
        #expect(try SuiteReport(reading: JSONReport(ReportSample.report().changing(change)).value).shortcoming != nil)
    }

    @Test(
        arguments: [
            ("/run/gatehouse", nil), ("/run/stranger", 1), ("/stranger", 1), ("/run/adapters/0/id", "a b"),
            ("/run/adapters", [:]),
            ("/counts/passed", 3), ("/counts/passed", -1), ("/counts/stranger", 0), ("/verdict", "failed"),
            ("/run/is_narrowed", true), ("/run/filter", "a*"), ("/run/cases_sha256", "ab"), ("/timings/date", "yesterday"),
            ("/timings/programs", ["other": "sha256:"]), ("/timings/results_microseconds", [1]), ("/results/0/status", "fine"),
            ("/results/0", 1), ("/results/0/name", nil), ("/results/0/note", 1), ("/format_version", 2), ("/run", nil), ("", []),
            ("/signature", [:]), ("/signature", ["algorithm": "rsa", "key": "a", "value": "b"]),
        ] as [(String, JSONValue?)]) func refusesWhatIsNoReport(pointer: String, value: JSONValue?)
    {
        let spoilt = JSONReport(ReportSample.report()).value.setting(pointer, value)
        let error = #expect(throws: ChainError.self) { try SignedReport(parsing: spoilt.jsonBytes) }
        #expect(error?.message.contains(pointer.split(separator: "/").first ?? "report") == true)
    }

    @Test func refusesWhatIsTooLongOrTooDeep() {
        for bytes in [
            [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20),
            [UInt8](repeating: UInt8(ascii: " "), count: SignedReport.limit + 1),
            [],
        ] {
            #expect(throws: ChainError.self) { try SignedReport(parsing: bytes) }
        }
    }
}

extension JSONValue {
    /// The value with the part that a pointer points at set, or left out.
    func setting(_ pointer: String, _ value: JSONValue?) -> JSONValue {
        let steps = pointer.split(separator: "/", maxSplits: 1)
        guard let step = steps.first.map(String.init) else { return value ?? .null }
        let rest = steps.count > 1 ? "/" + steps[1] : ""
        if var elements, let index = Int(step) {
            elements[index] = elements[index].setting(rest, value)
            return .array(elements)
        }
        var members = self.members ?? [:]
        members[step] = rest.isEmpty ? value : members[step]?.setting(rest, value)
        return .object(members)
    }
}
