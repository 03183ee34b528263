import ChainCrypto
import ChainKit
import Foundation
import Host

/// The secret that signs conformance reports: the 32 bytes of an Ed25519 seed, in a file as base64url.
struct ReportSigningKey {
    private let seed: [UInt8]
    let publicKey: ReportKey

    private init?(seed: [UInt8]) {
        guard let publicKey = Ed25519.publicKey(seed: seed).flatMap({ ReportKey(bytes: $0) }) else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// Makes a new key and a file for it, which nobody but its owner may read.
    /// - Throws: `configuration_invalid` when the file is there already or cannot be made.
    static func make(at path: String) throws(ChainError) -> ReportSigningKey {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let key = ReportSigningKey(seed: seed) else {
            throw ChainError(.internalError, "A key could not be made.")
        }
        // Fails on a file that is there, and never leaves it readable to others, not even for a moment.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "is there already, and no key is ever overwritten; name another file"
                : "cannot be made: \(String(cString: strerror(errno)))"
            throw ChainError(.configurationInvalid, "\(path) \(reason).")
        }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data("\(Base64URL.encode(seed))\n".utf8))
            try file.synchronize()
        } catch {
            unlink(path)
            throw ChainError(.configurationInvalid, "\(path) cannot be written: \(error.localizedDescription)")
        }
        return key
    }

    /// - Throws: `configuration_invalid` for a file that is not there or holds no key.
    static func read(_ path: String) throws(ChainError) -> ReportSigningKey {
        guard let bytes = ConfigurationFiles.disk.bytes(path, 256) else {
            throw ChainError(.configurationInvalid, "\(path): the file is not there or may not be read.")
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Base64URL.decode(text).flatMap({ ReportSigningKey(seed: $0) }) else {
            throw ChainError(
                .configurationInvalid, "\(path): this is no key; make one with gatehouse conformance key --output FILE.")
        }
        return key
    }

    /// Whether anybody but its owner may read the file.
    static func isSeenByOthers(_ path: String) -> Bool {
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return (mode ?? 0) & 0o044 != 0
    }

    /// The report with this key's signature, in place of the one it may have.
    func sign(_ report: JSONValue) throws(ChainError) -> JSONValue {
        guard let value = Ed25519.sign(ReportSignature.signedBytes(of: report), seed: seed) else {
            throw ChainError(.internalError, "The report could not be signed.")
        }
        return ReportSignature(key: publicKey, value: value).put(under: report)
    }
}
