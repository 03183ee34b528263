import Foundation
import Synchronization

/// Tells the digest of a program that is started again and again, and reads its files anew only when they were changed.
final class MeasuredDigest: Sendable {
    private let known = Mutex<(stamps: [FileStamp?], digest: [UInt8])?>(nil)

    /// - Returns: `nil` when a file is not there or may not be read.
    func of(_ files: ProgramFiles) async -> [UInt8]? {
        let stamps = files.paths.map(FileStamp.init)
        if let known = known.withLock({ $0 }), known.stamps == stamps { return known.digest }
        guard let digest = await files.digest() else { return nil }
        // The stamps are older than the reading: what changed in between is read again.
        known.withLock { $0 = (stamps, digest) }
        return digest
    }
}

/// What differs between a file and the same file changed: writing to it moves its times, and only the system sets `changed`.
private struct FileStamp: Hashable {
    let device: UInt64
    let file: UInt64
    let size: Int64
    let written: [Int]
    let changed: [Int]

    /// - Returns: `nil` when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        file = UInt64(status.st_ino)
        size = Int64(status.st_size)
        written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
