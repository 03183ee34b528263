import ChainConformance
import ChainKit
import Foundation

@testable import Host

/// The configuration of a chain that requires a report.
enum ReportFixture {
    /// Of a program.
    static let digest = "sha256:" + String(repeating: "5e", count: 32)
    private static let other = ReportSample.publicKey([UInt8](1...32))

    /// The fixture with a chain `sol` that requires a report, on line 13.
    static func fixture(
        _ report: JSONValue?, conformance: String = "keys: [ \"\(other)\", \"\(ReportSample.key)\" ]", members: String = ""
    ) throws -> ConfigurationFixture {
        var fixture = try ConfigurationFixture().replacing(
            "    network: main\n", "    network: main\n    require_report: true\n\(members)")
        fixture.files["config/gatehouse.yaml"]? += "\nconformance: { \(conformance) }"
        fixture.files["config/reports/sol.json"] = report?.json
        return fixture
    }

    static func complaints(
        _ fixture: ConfigurationFixture, kind: AdapterKind = PaperChain.kind, daysLater: Double = 1
    ) async -> [String] {
        do {
            let configuration = try await ConfigurationLoader.load(
                file: "config/gatehouse.yaml", environment: fixture.environment, kinds: [kind], files: fixture.source
            ) { ReportSample.begun + daysLater * 86_400 }
            return configuration.chains.map(\.requiresReport) == [true, false] ? [] : ["not read"]
        } catch {
            return error.mistakes.map(\.description)
        }
    }
}
