import ChainConformance
import ChainKit
import Foundation
import Host
import Testing

extension ProcessTests {
    @Suite struct ConformanceSigningTests {
        private let fixture: ServerFixture
        private var secret: String { "\(fixture.folder)/key" }
        private var report: String { "\(fixture.folder)/report.json" }
        private var signed: String { "\(fixture.folder)/reports/eth.json" }

        init() throws { fixture = try ServerFixture() }

        /// - Parameters:
        ///   - version: of the adapter.
        ///   - narrow: what was left out.
        private func write(
            _ status: CheckStatus = .passed, version: String = "1.0.0",
            narrow: (inout ConformanceReport.Narrowing) -> Void = { _ in }
        ) throws {
            let results = RequirementID.allCases.map {
                CheckResult(
                    topic: "requirements/evm", name: $0.rawValue, requirement: $0,
                    status: $0 == .pages ? .notOffered : $0 == .hosts ? status : .passed, duration: .zero)
            }
            var narrowing = ConformanceReport.Narrowing()
            narrow(&narrowing)
            let report = ConformanceReport(
                adapters: [.init(id: "evm", version: version)], release: Release.version,
                digest: String(repeating: "ab", count: 32), narrowing: narrowing, date: Date(), took: .zero,
                run: ConformanceRun(results: results))
            try fixture.write("report.json", ReportFormat.json.write(report))
        }

        private func makeKey() async throws -> String {
            let made = try await GatehouseProcess.run("conformance", "key", "--output", secret)
            try #require(made.ending == .exit(0))
            return try #require(made.output.first)
        }

        private func sign() async throws -> (ending: GatehouseProcess.Ending?, output: [String], errors: [String]) {
            try FileManager.default.createDirectory(atPath: "\(fixture.folder)/reports", withIntermediateDirectories: true)
            return try await GatehouseProcess.run(
                "conformance", "sign", "--report", report, "--key", secret, "--output", signed)
        }

        private func verify(_ path: String, _ key: String) async throws -> (ending: GatehouseProcess.Ending?, text: String) {
            let result = try await GatehouseProcess.run("conformance", "verify", "--report", path, "--key", key)
            return (result.ending, (result.output + result.errors).joined(separator: "\n"))
        }

        @Test func aKeyIsItsOwnersAloneAndNeverOverwritten() async throws {
            let key = try await makeKey()
            #expect(key.wholeMatch(of: /ed25519:[A-Za-z0-9_-]{43}/) != nil)
            let mode = try FileManager.default.attributesOfItem(atPath: secret)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let before = try String(contentsOfFile: secret, encoding: .utf8)
            #expect(Base64URL.decode(before.trimmingCharacters(in: .newlines))?.count == 32)
            let again = try await GatehouseProcess.run("conformance", "key", "--output", secret)
            #expect(again.ending == .exit(2) && again.output.isEmpty)
            #expect(try String(contentsOfFile: secret, encoding: .utf8) == before)
            #expect(!again.errors.joined().contains(before.trimmingCharacters(in: .newlines)))
        }

        @Test func aSignedReportIsVerified() async throws {
            let key = try await makeKey()
            try write()
            #expect(try await sign().ending == .exit(0))
            let good = try await verify(signed, key)
            #expect(good.ending == .exit(0))
            #expect(good.text.contains("evm 1.0.0") && good.text.contains("signature  good, by \(key)"))
            #expect(good.text.contains("sha256:abab") && good.text.contains("17 passed, 1 not offered"))
            let other = "ed25519:" + String(repeating: "A", count: 43)
            #expect(try await verify(signed, other).ending == .exit(1))
            #expect(try await verify(report, key).ending == .exit(1))
            let text = try String(contentsOfFile: signed, encoding: .utf8)
            try fixture.write("reports/eth.json", text.replacing("\"1.0.0\"", with: "\"1.0.1\""))
            let changed = try await verify(signed, key)
            #expect(changed.ending == .exit(1) && changed.text.contains("was changed afterwards"))
        }

        @Test(arguments: [CheckStatus.failed, .error, .notRun]) func whatDidNotPassIsNotSigned(status: CheckStatus) async throws {
            _ = try await makeKey()
            try write(status)
            let result = try await sign()
            #expect(result.ending == .exit(1) && result.errors.joined().contains("is not signed: one check"))
            #expect(!FileManager.default.fileExists(atPath: signed))
        }

        @Test func aPartOfTheSuiteIsNotSignedAndWhatIsMissingIsSaid() async throws {
            _ = try await makeKey()
            try write { $0.without = ["vectors"] }
            let result = try await sign()
            #expect(result.ending == .exit(1))
            #expect(result.errors.joined().contains("name both --vectors and --exchanges"), "\(result.errors)")
        }

        @Test func aKeyThatOthersMayReadIsPointedOut() async throws {
            _ = try await makeKey()
            try write()
            #expect(try await sign().errors.isEmpty)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: secret)
            let result = try await sign()
            #expect(result.ending == .exit(0))
            #expect(result.errors.joined().contains("run: chmod 600 \(secret)"), "\(result.errors)")
        }

        @Test func aReportIsNotSignedIntoAFolderThatIsNotThere() async throws {
            _ = try await makeKey()
            try write()
            let result = try await GatehouseProcess.run(
                "conformance", "sign", "--report", report, "--key", secret, "--output", "/nonexistent/eth.json")
            #expect(result.ending == .exit(2))
            #expect(result.errors.first == "There is no folder /nonexistent for the report; make it first.")
        }

        @Test(arguments: ["{}", "nonsense", ""]) func whatIsNoReportIsNotSigned(text: String) async throws {
            let key = try await makeKey()
            try fixture.write("report.json", text)
            #expect(try await sign().ending == .exit(2))
            #expect(try await verify(report, key).ending == .exit(2))
            #expect(try await verify("\(fixture.folder)/nowhere", key).ending == .exit(2))
        }

        @Test func aChainThatRequiresAReportIsCheckedForIt() async throws {
            let key = try await makeKey()
            let yaml = try String(contentsOfFile: fixture.config, encoding: .utf8)
            try fixture.write(
                "gatehouse.yaml",
                yaml.replacing("    network: 1\n", with: "    network: 1\n    require_report: true\n")
                    + "conformance: { keys: [ \"\(key)\" ] }")
            let without = try await fixture.run("check")
            #expect(without.ending == .exit(1))
            let line = try #require(without.errors.first)
            #expect(line.contains("gatehouse.yaml:16:21: The conformance report \(signed) is not there"))
            try write()
            _ = try await sign()
            let proven = try await fixture.run("check")
            #expect(proven.ending == .exit(0), "\(proven.errors)")
        }
    }
}
