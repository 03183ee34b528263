import ChainCrypto
import ChainKit
import Foundation

/// Ethereum wallets for terminals and tests.
struct EVMTestWallet: TestWalletMaker {
    /// - Throws: `parameters_invalid`.
    func address(secret: [UInt8]) throws(ChainError) -> String {
        guard let key = Secp256k1.publicKey(secret: secret), let address = EVMAddress(bytes: EVMAddress.bytes(ofKey: key)) else {
            throw Self.invalidSecret
        }
        return address.text
    }

    /// Signs the message's bytes with `personal_sign` (EIP-191).
    /// - Throws: `parameters_invalid`.
    func proof(signing message: String, domain: String, now: Date, secret: [UInt8]) throws(ChainError) -> Proof {
        guard let signature = EVMSignature(signing: EIP191.digest(of: Array(message.utf8)), secret: secret) else {
            throw Self.invalidSecret
        }
        return Proof([
            "signature": .string(Hex.encode(signature.bytes, prefixed: true)),
            "address": .string(try address(secret: secret)),
        ])
    }

    private static let invalidSecret = ChainError(
        .parametersInvalid, "An EVM key is 32 bytes, more than zero and less than the order of secp256k1.")
}
