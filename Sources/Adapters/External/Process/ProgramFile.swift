import ChainCrypto
import ChainKit
import Dispatch
import Foundation

extension Program {
    /// Makes sure that the file has the digest that the configuration gives, if it gives one.
    /// - Returns: what is wrong, if something is, in words that follow "the program".
    func wrongDigest() async -> String? {
        guard let sha256, let path = digestedFile else { return nil }
        return await withCheckedContinuation { continuation in
            // The file may be large and its disk slow.
            DispatchQueue.global().async {
                guard let data = FileManager.default.contents(atPath: path) else {
                    continuation.resume(returning: "could not be started: \(path) is not there or may not be read")
                    return
                }
                let found = SHA256.hash([UInt8](data))
                continuation.resume(
                    returning: found == sha256
                        ? nil
                        : "was not started: \(path) has the SHA-256 \(Hex.encode(found)), the configuration says \(Hex.encode(sha256))"
                )
            }
        }
    }
}
