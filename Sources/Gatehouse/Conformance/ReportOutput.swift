import ChainConformance
import ChainKit
import Foundation

/// Where a report goes: to standard output, or to a file beside a summary for the terminal.
struct ReportOutput {
    let format: ReportFormat
    let file: String?

    /// Finds out before a long run whether its report could be kept.
    /// - Throws: `configuration_invalid`.
    func check() throws(ChainError) {
        if let file { try Self.requirePlace(file) }
    }

    /// - Throws: `configuration_invalid` for a path that is a folder, or in none.
    static func requirePlace(_ file: String) throws(ChainError) {
        let folder = URL(filePath: file).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
            throw ChainError(.configurationInvalid, "\(file) is a folder; name a file in it.")
        }
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ChainError(.configurationInvalid, "There is no folder \(folder) for the report; make it first.")
        }
    }

    /// - Throws: `configuration_invalid` when the file cannot be written.
    func write(_ report: ConformanceReport) throws(ChainError) {
        let text = Data(format.write(report).utf8)
        guard let file else {
            FileHandle.standardOutput.write(text)
            return
        }
        do {
            // A pipe or device is written to; a file appears whole or not at all.
            let kind = try? FileManager.default.attributesOfItem(atPath: URL(filePath: file).resolvingSymlinksInPath().path)[
                .type]
            let isPlain = kind == nil || kind as? FileAttributeType == .typeRegular
            try text.write(to: URL(filePath: file), options: isPlain ? .atomic : [])
        } catch {
            throw ChainError(.configurationInvalid, "\(file) cannot be written: \(error.localizedDescription)")
        }
        FileHandle.standardOutput.write(Data(TextReport(report).text.utf8))
    }
}
