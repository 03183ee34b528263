import ChainCrypto

/// The digest behind a wallet's "sign message" (EIP-191, version byte 0x45).
enum EIP191 {
    private static let prefix = Array("\u{19}Ethereum Signed Message:\n".utf8)

    /// Keccak-256 of the prefix, the decimal count of the message's bytes, and the message.
    static func digest(of message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prefix.count + 8 + message.count)
        bytes += prefix
        bytes += String(message.count).utf8
        bytes += message
        return Keccak256.hash(bytes)
    }
}
