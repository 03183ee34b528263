import ArgumentParser
import ChainConformance
import ChainKit
import Foundation
import Host

struct ConformanceSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a JSON report of a whole run that passed, for chains with require_report: true.",
        discussion: """
            A signature that is there is replaced. A run is whole without --filter and --fail-fast, and where files are named, \
            as for a program, with --exchanges and, where vectors can be about it, --vectors. Exit status: 0 signed, 1 the report does not deserve a \
            signature, since something did not pass or did not run, 2 it could not be signed.
            """)

    @OptionGroup var source: ReportFile

    @Option(help: ArgumentHelp("The file with the secret that gatehouse conformance key made.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("A file for the signed report (default: standard output).", valueName: "file"))
    var output: String?

    func run() throws {
        let shortcoming: String?
        do throws(ChainError) { shortcoming = try sign() } catch { throw error.reported() }
        guard let shortcoming else { return }
        Self.tell("\(source.report) is not signed: \(shortcoming).")
        throw ExitCode(1)
    }

    private static let wholeRun =
        "run it without --filter and --fail-fast, and where you name files, name both --vectors and --exchanges"

    /// - Returns: why nothing was signed, if nothing was.
    private func sign() throws(ChainError) -> String? {
        if let output { try ReportOutput.requirePlace(output) }
        let signer = try ReportSigningKey.read(key)
        let read = try source.read()
        if let shortcoming = read.report.shortcoming {
            let allPassed = read.report.count(.failed) + read.report.count(.error) == 0
            return read.report.isNarrowed && allPassed ? "\(shortcoming); \(Self.wholeRun)" : shortcoming
        }
        if ReportSigningKey.isSeenByOthers(key) {
            Self.tell("Others than its owner may read \(key), and could sign like you; run: chmod 600 \(key)")
        }
        try write(Data((try signer.sign(read.json).laidOut() + "\n").utf8))
        return nil
    }

    private static func tell(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    private func write(_ text: Data) throws(ChainError) {
        guard let output else { return FileHandle.standardOutput.write(text) }
        do { try text.write(to: URL(filePath: output), options: .atomic) } catch {
            throw ChainError(.configurationInvalid, "\(output) cannot be written: \(error.localizedDescription)")
        }
    }
}
