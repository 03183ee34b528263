import ArgumentParser
import ChainKit
import Foundation
import Host

extension ReportKey: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

struct ConformanceVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tells what a signed report says and whether the signature is the key's.",
        discussion: """
            Exit status: 0 the key signed a report of a whole run that passed, 1 it did not, 2 the file holds no report.
            """)

    @OptionGroup var source: ReportFile

    @Option(help: ArgumentHelp("The public key that gatehouse conformance key printed.", valueName: "ed25519:…"))
    var key: ReportKey

    func run() throws {
        let signed: SignedReport
        do throws(ChainError) { signed = try source.read() } catch { throw error.reported() }
        for (name, text) in Self.rows(signed.report) { Self.line(name, text) }
        let isGood = signed.isSigned(byOneOf: [key])
        Self.line("signature", isGood ? "good, by \(key)" : Self.fault(of: signed, key))
        guard isGood, signed.report.shortcoming == nil else { throw ExitCode(1) }
    }

    private static func rows(_ report: SuiteReport) -> [(String, String)] {
        let adapters = report.adapters.map { adapter in
            ("adapter", "\(adapter.id) \(adapter.version)" + (adapter.program.map { ", program \($0)" } ?? ""))
        }
        let counts = SuiteReport.Status.allCases.compactMap { status in
            let count = report.count(status)
            return count == 0 ? nil : "\(count) \(status.rawValue.replacing("_", with: " "))"
        }
        return adapters + [
            ("contract", "version \(report.contractVersion)"), ("gatehouse", report.release), ("cases", report.suite),
            ("begun", RFC3339.format(report.date)), ("checks", counts.joined(separator: ", ")),
            ("verdict", report.shortcoming.map { "proves nothing: \($0)" } ?? "passed"),
        ]
    }

    private static func fault(of signed: SignedReport, _ key: ReportKey) -> String {
        guard let signature = signed.signature else { return "none" }
        return signature.key == key
            ? "not good: the report or its signature was changed afterwards" : "by another key: \(signature.key)"
    }

    private static func line(_ name: String, _ text: String) {
        print("\(name.padding(toLength: 11, withPad: " ", startingAt: 0))\(text)")
    }
}
