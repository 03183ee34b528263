import ChainCrypto
import ChainKit

/// Twenty bytes that name an account or a contract on an EVM chain.
struct EVMAddress: Sendable, Hashable {
    /// How strictly the case of an address's letters is read (EIP-55).
    enum Spelling {
        /// All lower or all upper case carries no checksum; mixed case must be the right one.
        case lenient
        /// The letters must be the checksum, as EIP-4361 asks of its messages.
        case checksummed
    }

    let bytes: [UInt8]
    /// `0x` and 40 digits whose case is the checksum (EIP-55).
    let text: String

    /// - Returns: `nil` unless there are 20 bytes.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        self.bytes = Array(bytes)
        text = String(decoding: Self.checksummed(self.bytes), as: UTF8.self)
    }

    /// Reads `0x` and 40 hex digits.
    /// - Throws: `account_invalid` saying what is wrong and what would be right.
    init(_ text: some Collection<UInt8>, spelling: Spelling = .lenient) throws(ChainError) {
        let characters = Array(text)
        guard characters.starts(with: Self.prefix) else {
            throw Self.invalid("An EVM address starts with 0x; write 0x and 40 hex digits.")
        }
        guard characters.count == 42 else {
            throw Self.invalid("An EVM address has 40 hex digits after 0x; this one has \(characters.count - 2).")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        var hasLower = false
        var hasUpper = false
        for index in stride(from: 2, to: 42, by: 2) {
            guard let high = Hex.value(characters[index]), let low = Hex.value(characters[index + 1]) else {
                throw Self.invalid("An EVM address has only hex digits after 0x: 0 to 9 and a to f.")
            }
            bytes.append(high << 4 | low)
        }
        for character in characters[2...] {
            if character >= UInt8(ascii: "a") { hasLower = true } else if character >= UInt8(ascii: "A") { hasUpper = true }
        }
        let checksummed = Self.checksummed(bytes)
        guard checksummed == characters || (spelling == .lenient && !(hasLower && hasUpper)) else {
            throw Self.invalid(
                "The case of the letters is not the EIP-55 checksum of this address; copy it again"
                    + (spelling == .lenient ? " or write it in lower case." : "."))
        }
        self.bytes = bytes
        self.text = String(decoding: checksummed, as: UTF8.self)
    }

    /// The 20 bytes that name an uncompressed public key: the end of its Keccak-256 (Yellow Paper, appendix F).
    static func bytes(ofKey publicKey: [UInt8]) -> ArraySlice<UInt8> {
        Keccak256.hash(Array(publicKey.dropFirst())).suffix(20)
    }

    private static let prefix = Array("0x".utf8)

    /// EIP-55: a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more.
    private static func checksummed(_ bytes: [UInt8]) -> [UInt8] {
        var text = prefix
        text.reserveCapacity(42)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        let hash = Keccak256.hash(Array(text[2...]))
        for index in 2..<42 where text[index] >= UInt8(ascii: "a") {
            let byte = hash[index / 2 - 1]
            if (index.isMultiple(of: 2) ? byte >> 4 : byte & 15) >= 8 { text[index] -= 0x20 }
        }
        return text
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    private static func invalid(_ message: String) -> ChainError { ChainError(.accountInvalid, message) }
}
