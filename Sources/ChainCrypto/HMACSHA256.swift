import CSodium

/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
    /// The 32-byte code of the bytes under a key of any length.
    public static func code(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        var code: [UInt8] = .init(repeating: 0, count: 32)
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    }
}
