import ChainCrypto
import ChainKit
import Dispatch
import Foundation

extension Program {
    /// The SHA-256 of ``digestedFile``; `nil` when it is not there or may not be read.
    func digest() async -> [UInt8]? {
        guard let path = digestedFile else { return nil }
        return await withCheckedContinuation { continuation in
            // The file may be large and its disk slow.
            DispatchQueue.global().async {
                continuation.resume(returning: FileManager.default.contents(atPath: path).map { SHA256.hash([UInt8]($0)) })
            }
        }
    }

    /// Makes sure that the file has the digest that the configuration gives, or else the one it had at first.
    /// - Returns: why it is not to be started, if so.
    func refusal() async -> ProgramEnd? {
        guard let expected = sha256 ?? firstSHA256, let path = digestedFile else { return nil }
        guard let found = await digest() else {
            return .notStarted("could not be started: \(path) is not there or may not be read", at: "/command")
        }
        if found == expected { return nil }
        let should =
            sha256 == nil
            ? "at first it was \(Hex.encode(expected)); start Gatehouse anew to take the changed program"
            : "the configuration says \(Hex.encode(expected))"
        return .notStarted(
            "was not started: \(path) has the SHA-256 \(Hex.encode(found)), \(should)",
            at: "/sha256")
    }
}
