import ChainCrypto
import ChainKit
import Foundation

/// Off-chain messages put together byte by byte, good ones and bad ones.
enum Offchain {
    enum Layout: CaseIterable, Sendable { case v0, legacy, v1, v1Length }

    /// What a preamble says.
    struct Preamble: Sendable {
        var layout = Layout.v0
        var domain = [UInt8](repeating: 0, count: 32)
        var format: UInt8 = 1
        var signers: [[UInt8]]
        var lengthOff = 0

        func bytes(_ text: [UInt8]) -> [UInt8] {
            let start = [0xff] + Array("solana offchain".utf8)
            let count = text.count + lengthOff
            let length = [UInt8(count & 0xff), UInt8(count >> 8)]
            let keys = [UInt8(signers.count)] + signers.joined()
            return switch layout {
            case .v0: start + [0] + domain + [format] + keys + length + text
            case .legacy: start + [0, format] + length + text
            case .v1: start + [1] + keys + text
            case .v1Length: start + [1] + keys + length + text
            }
        }
    }

    static func domain(_ text: String) -> [UInt8] { Array((Array(text.utf8) + [UInt8](repeating: 0, count: 32)).prefix(32)) }

    static func envelope(_ signatures: [[UInt8]], _ message: [UInt8]) -> [UInt8] {
        [UInt8(signatures.count)] + signatures.joined() + message
    }

    static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

/// A key that signs bytes.
struct Signer {
    let seed: [UInt8]
    let key: [UInt8]

    init(_ seed: [UInt8]) throws {
        guard let key = Ed25519.publicKey(seed: seed) else { throw ChainError(.internalError, "The seed has a wrong length.") }
        self.seed = seed
        self.key = key
    }

    var address: String { Base58.encode(key) }

    func sign(_ bytes: [UInt8]) -> [UInt8] { Ed25519.sign(bytes, seed: seed) ?? [] }

    /// Signs and puts the signature in front, as Ledger's device software does.
    func envelope(_ message: [UInt8]) -> [UInt8] { Offchain.envelope([sign(message)], message) }
}
