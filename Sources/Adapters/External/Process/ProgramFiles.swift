import ChainCrypto
import ChainKit
import Dispatch
import Foundation

/// The files that a program's command names: the one that is run, and each further word that is a file itself, such as the
/// script of an interpreter.
struct ProgramFiles: Sendable, Hashable {
    private static let chunk = 1 << 20

    /// In the order of the words.
    let paths: [String]

    var executable: String { paths[0] }

    /// - Parameter executable: what the first word stands for.
    init(_ command: [String], executable: String) {
        paths = [executable] + command.dropFirst().filter(Self.isFile)
    }

    /// Of one file its SHA-256; of several the SHA-256 of theirs, as 64 hex digits and a line break each, in the order of the
    /// words.
    /// - Returns: `nil` when one is not there or may not be read.
    func digest() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            // The files may be large and their disk slow.
            DispatchQueue.global().async { continuation.resume(returning: joined()) }
        }
    }

    /// As a sentence begins that says what their digest is.
    var named: String {
        paths.count == 1 ? "\(paths[0]) has" : "\(paths.joined(separator: ", ")) together have"
    }

    private func joined() -> [UInt8]? {
        let digests = paths.compactMap(Self.digest)
        guard digests.count == paths.count else { return nil }
        return digests.count == 1 ? digests[0] : SHA256.hash(digests.flatMap { Array("\(Hex.encode($0))\n".utf8) })
    }

    private static func digest(_ path: String) -> [UInt8]? {
        guard isFile(path), let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var isWhole = false
        let digest = SHA256.hash(pieces: {
            // A failure to read is not the end of the file.
            guard let piece = try? file.read(upToCount: chunk) ?? Data() else { return nil }
            isWhole = piece.isEmpty
            return isWhole ? nil : [UInt8](piece)
        })
        return isWhole ? digest : nil
    }

    /// What is read to its end: no folder, no device, no pipe.
    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
