import CSodium

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// The 32-byte digest of the bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest: [UInt8] = .init(repeating: 0, count: 32)
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }

    /// The 32-byte digest of pieces that come one after the other.
    /// - Parameter next: the next piece; `nil` after the last one.
    public static func hash(pieces next: () -> [UInt8]?) -> [UInt8] {
        var state = crypto_hash_sha256_state()
        crypto_hash_sha256_init(&state)
        while let piece = next() { crypto_hash_sha256_update(&state, piece, UInt64(piece.count)) }
        var digest: [UInt8] = .init(repeating: 0, count: 32)
        crypto_hash_sha256_final(&state, &digest)
        return digest
    }
}
