import CSodium

/// Ed25519 signatures (RFC 8032), verified strictly.
public enum Ed25519 {
    /// Whether `publicKey` (32 bytes) made `signature` (64 bytes) over exactly these bytes.
    ///
    /// Refused, with every other length: S not below the group order, points not in canonical encoding, and R or key of
    /// an order that divides 8, for which one signature would hold for many messages.
    public static func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == 64, publicKey.count == 32 else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }

    /// Whether 32 bytes decompress to a point of the curve, y read modulo p. Program derived addresses of Solana are the
    /// ones that do not.
    public static func isOnCurve(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 32 else { return false }
        var sum: [UInt8] = .init(repeating: 0, count: 32)
        // Addition succeeds for any two points of the curve; validity checks elsewhere in the library also want the
        // prime-order subgroup, which is another question.
        return crypto_core_ed25519_add(&sum, bytes, basePoint) == 0
    }

    /// The public key of a 32-byte seed (RFC 8032 §5.1.5).
    /// - Returns: `nil` unless the seed has 32 bytes.
    public static func publicKey(seed: [UInt8]) -> [UInt8]? {
        keyPair(seed: seed)?.publicKey
    }

    /// The 64-byte signature of a 32-byte seed's key over these bytes.
    /// - Returns: `nil` unless the seed has 32 bytes.
    public static func sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8]? {
        guard let secretKey = keyPair(seed: seed)?.secretKey else { return nil }
        var signature: [UInt8] = .init(repeating: 0, count: 64)
        guard crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey) == 0 else { return nil }
        return signature
    }

    /// The generator B: y = 4/5, x even.
    private static let basePoint: [UInt8] = [0x58] + .init(repeating: 0x66, count: 31)

    private static func keyPair(seed: [UInt8]) -> (publicKey: [UInt8], secretKey: [UInt8])? {
        guard seed.count == 32 else { return nil }
        var publicKey: [UInt8] = .init(repeating: 0, count: 32)
        var secretKey: [UInt8] = .init(repeating: 0, count: 64)
        guard crypto_sign_seed_keypair(&publicKey, &secretKey, seed) == 0 else { return nil }
        return (publicKey, secretKey)
    }
}
