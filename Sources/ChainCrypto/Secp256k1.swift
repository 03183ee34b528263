import CSecp256k1

/// ECDSA over secp256k1 (SEC 2 §2.4.1), as EVM chains sign.
public enum Secp256k1 {
    /// The uncompressed key (65 bytes) that made `signature` (r and s, 64 bytes) over a 32-byte digest.
    ///
    /// A high s is accepted here; see ``isLowS(_:)``.
    /// - Parameter recoveryID: 0 or 1, the parity of R's y. The ids for an R beyond the group order, which no honest
    ///   signer meets, are refused.
    /// - Returns: `nil` when no key could have made the signature.
    public static func recover(digest: [UInt8], signature: [UInt8], recoveryID: UInt8) -> [UInt8]? {
        guard digest.count == 32, signature.count == 64, recoveryID < 2 else { return nil }
        let context = Secp256k1Context.shared.pointer
        var parsed = secp256k1_ecdsa_recoverable_signature()
        var key = secp256k1_pubkey()
        guard
            secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, signature, Int32(recoveryID)) == 1,
            secp256k1_ecdsa_recover(context, &key, &parsed, digest) == 1
        else { return nil }
        return serialized(&key)
    }

    /// Whether `publicKey` (33 or 65 bytes) made `signature` (r and s, 64 bytes) over a 32-byte digest. A high s is
    /// refused, so that nobody can make a second signature out of one.
    public static func isValid(signature: [UInt8], digest: [UInt8], publicKey: [UInt8]) -> Bool {
        guard digest.count == 32, signature.count == 64, isPlainEncoding(publicKey) else { return false }
        let context = Secp256k1Context.shared.pointer
        var parsed = secp256k1_ecdsa_signature()
        var key = secp256k1_pubkey()
        return secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature) == 1
            && secp256k1_ec_pubkey_parse(context, &key, publicKey, publicKey.count) == 1
            && secp256k1_ecdsa_verify(context, &parsed, digest, &key) == 1
    }

    /// Whether s, the last 32 of 64 bytes, is at most half the group order (EIP-2 §Specification 2).
    public static func isLowS(_ signature: [UInt8]) -> Bool {
        guard signature.count == 64 else { return false }
        for (byte, bound) in zip(signature[32...], halfOrder) where byte != bound { return byte < bound }
        return true
    }

    /// The same signature (r and s, 64 bytes) with the lower of its two possible s.
    /// - Returns: `nil` for another length, or r or s beyond the group order.
    public static func lowS(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64 else { return nil }
        let context = Secp256k1Context.shared.pointer
        var parsed = secp256k1_ecdsa_signature()
        guard secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature) == 1 else { return nil }
        var lower = secp256k1_ecdsa_signature()
        _ = secp256k1_ecdsa_signature_normalize(context, &lower, &parsed)
        var bytes: [UInt8] = .init(repeating: 0, count: 64)
        _ = secp256k1_ecdsa_signature_serialize_compact(context, &bytes, &lower)
        return bytes
    }

    /// The uncompressed public key (65 bytes) of a 32-byte secret.
    /// - Returns: `nil` when the secret is zero, beyond the group order, or of another length.
    public static func publicKey(secret: [UInt8]) -> [UInt8]? {
        guard secret.count == 32 else { return nil }
        var key = secp256k1_pubkey()
        guard secp256k1_ec_pubkey_create(Secp256k1Context.shared.pointer, &key, secret) == 1 else { return nil }
        return serialized(&key)
    }

    /// Signs a 32-byte digest with the nonce of RFC 6979 and a low s.
    /// - Returns: r and s, 64 bytes, with the recovery id; `nil` when the secret is no key or a length is wrong.
    public static func sign(digest: [UInt8], secret: [UInt8]) -> (signature: [UInt8], recoveryID: UInt8)? {
        guard digest.count == 32, secret.count == 32 else { return nil }
        let context = Secp256k1Context.shared.pointer
        var signed = secp256k1_ecdsa_recoverable_signature()
        var signature: [UInt8] = .init(repeating: 0, count: 64)
        var recoveryID: Int32 = 0
        guard
            secp256k1_ecdsa_sign_recoverable(context, &signed, digest, secret, nil, nil) == 1,
            secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &signature, &recoveryID, &signed) == 1
        else { return nil }
        return (signature, UInt8(recoveryID))
    }

    private static let halfOrder: [UInt8] =
        [0x7f] + .init(repeating: 0xff, count: 15) + [
            0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
        ]

    /// The library also reads the hybrid form (06, 07), a second spelling of one key that nobody needs.
    private static func isPlainEncoding(_ key: [UInt8]) -> Bool {
        switch key.first {
        case 0x02, 0x03: key.count == 33
        case 0x04: key.count == 65
        default: false
        }
    }

    private static func serialized(_ key: inout secp256k1_pubkey) -> [UInt8] {
        var bytes: [UInt8] = .init(repeating: 0, count: 65)
        var count = bytes.count
        // A parsed key in this form always fits and the call always returns 1.
        _ = secp256k1_ec_pubkey_serialize(
            Secp256k1Context.shared.pointer, &bytes, &count, &key, UInt32(SECP256K1_EC_UNCOMPRESSED))
        return bytes
    }
}
