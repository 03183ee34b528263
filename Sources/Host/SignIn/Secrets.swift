import ChainKit
import Crypto
import Foundation

/// Unguessable texts from the system's generator, and their stored form.
enum Secrets {
    /// 256 bits, base64url: session ids and refresh tokens.
    static func token() -> String { Base64URL.encode(random(32)) }

    /// 128 bits in hex: letters and digits only, as EIP-4361 and Sign-In with Solana want a nonce.
    static func nonce() -> String { Hex.encode(random(16)) }

    /// SHA-256 of a token; what the database keeps of it.
    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
