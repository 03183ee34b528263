import ChainCrypto
import ChainKit

/// The compiled validator of ERC-6492 that judges a signature in one `eth_call` without being deployed.
///
/// It is third-party code and therefore comes from the configuration. Only the one that is known to do what the ERC says is
/// taken, by its digest, because what it answers decides who signs in.
struct SignatureValidator: Sendable, Hashable {
    /// SHA-256 of the creation code, 1684 bytes, that wallets' libraries use (`erc6492SignatureValidatorByteCode` of viem 2.53).
    static let digest = "d46b6085a6558eb925573e4e395ccbc669a1db1b7aa49196cbb1a7540db6a470"

    let creationCode: [UInt8]

    /// - Returns: `nil` for any other code.
    init?(creationCode: [UInt8]) {
        guard Hex.encode(SHA256.hash(creationCode)) == Self.digest else { return nil }
        self.init(trusting: creationCode)
    }

    init(trusting creationCode: [UInt8]) { self.creationCode = creationCode }

    /// The data of the call: the creation code and its constructor's arguments.
    func data(_ account: EVMAddress, digest: [UInt8], signature: [UInt8]) throws(ChainError) -> [UInt8] {
        creationCode + (try Self.arguments(account, digest: digest, signature: signature))
    }

    /// - Parameter signature: with its wrapper.
    static func arguments(_ account: EVMAddress, digest: [UInt8], signature: [UInt8]) throws(ChainError) -> [UInt8] {
        try ABIValue.encode([.address(account), .bytes(digest), .bytes(signature)], as: [.address, .fixedBytes(32), .bytes])
    }

    /// Whether the validator said yes: the byte 1, alone or as a word. A wallet or a factory that reverts makes it revert.
    static func accepts(_ outcome: EVMCallOutcome) -> Bool {
        guard case .returned(let data) = outcome, data.count == 1 || data.count == 32 else { return false }
        return data.last == 1 && data.dropLast().allSatisfy { $0 == 0 }
    }
}
