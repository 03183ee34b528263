import ArgumentParser
import ChainKit
import Host

/// The JSON report that a command is about.
struct ReportFile: ParsableArguments {
    @Option(help: ArgumentHelp("A report that gatehouse conformance run --report json wrote.", valueName: "file"))
    var report: String

    /// - Throws: `configuration_invalid` for a file that is not there or holds no report.
    func read() throws(ChainError) -> SignedReport {
        guard let bytes = ConfigurationFiles.disk.bytes(report, SignedReport.limit + 1) else {
            throw ChainError(.configurationInvalid, "\(report): the file is not there or may not be read.")
        }
        do throws(ChainError) { return try SignedReport(parsing: bytes) } catch {
            throw ChainError(.configurationInvalid, "\(report): \(error.message)")
        }
    }
}
