import ChainCrypto
import ChainKit
import Foundation

/// A Solana wallet for terminals and tests: the secret is the Ed25519 seed (RFC 8032).
struct SolanaTestWallet: TestWalletMaker {
    func address(secret: [UInt8]) throws(ChainError) -> String {
        guard let key = Ed25519.publicKey(seed: secret) else { throw Self.notASeed }
        return Base58.encode(key)
    }

    func proof(signing message: String, domain: String, now: Date, secret: [UInt8]) throws(ChainError) -> Proof {
        guard let signature = Ed25519.sign(Array(message.utf8), seed: secret) else { throw Self.notASeed }
        return Proof(["signature": .string(Base58.encode(signature)), "address": .string(try address(secret: secret))])
    }

    private static let notASeed = ChainError(.parametersInvalid, "A Solana secret is exactly 32 bytes.")
}
