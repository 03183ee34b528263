import ChainKit
import Crypto

/// An Ed25519 public key (RFC 8032) that signs conformance reports, spelled `ed25519:` and its 32 bytes in base64url.
public struct ReportKey: Sendable, Hashable, CustomStringConvertible {
    private static let prefix = "ed25519:"

    public let bytes: [UInt8]

    /// - Returns: `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// - Returns: `nil` for any other spelling.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Base64URL.decode(String(text.dropFirst(Self.prefix.count))) else {
            return nil
        }
        self.init(bytes: bytes)
    }

    public var description: String { Self.prefix + Base64URL.encode(bytes) }

    /// Whether this key made the signature (64 bytes) over exactly these bytes.
    func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
