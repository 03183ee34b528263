import ChainKit

/// The base-58 texts of Solana: 32-byte addresses and 64-byte signatures.
///
/// Leading `1`s and the digits after them can be read back from the decoded bytes, so of all texts exactly one decodes
/// to given bytes: text of the right decoded length is canonical.
enum SolanaKey {
    /// The 32 bytes of an address, on the curve or off it (a program's own); `nil` for any other text.
    static func parse(_ text: String) -> [UInt8]? {
        guard text.utf8.count >= 32, let bytes = Base58.decode(text, limit: 44), bytes.count == 32 else { return nil }
        return bytes
    }

    /// The 64 bytes of a signature; `nil` for any other text.
    static func parseSignature(_ text: String) -> [UInt8]? {
        guard text.utf8.count >= 64, let bytes = Base58.decode(text, limit: 88), bytes.count == 64 else { return nil }
        return bytes
    }
}
