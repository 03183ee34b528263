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
            A signature that is there is replaced. Exit status: 0 signed, 1 the report does not deserve a signature, since \
            something did not pass or did not run, 2 it could not be signed.
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
        FileHandle.standardError.write(Data("\(source.report) is not signed: \(shortcoming).\n".utf8))
        throw ExitCode(1)
    }

    /// - Returns: why nothing was signed, if nothing was.
    private func sign() throws(ChainError) -> String? {
        let key = try ReportSigningKey.read(key)
        let read = try source.read()
        if let shortcoming = read.report.shortcoming { return shortcoming }
        try write(Data((try key.sign(read.json).laidOut() + "\n").utf8))
        return nil
    }

    private func write(_ text: Data) throws(ChainError) {
        guard let output else { return FileHandle.standardOutput.write(text) }
        do { try text.write(to: URL(filePath: output), options: .atomic) } catch {
            throw ChainError(.configurationInvalid, "\(output) cannot be written: \(error.localizedDescription)")
        }
    }
}
