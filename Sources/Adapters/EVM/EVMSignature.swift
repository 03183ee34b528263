import ChainCrypto

/// A recoverable secp256k1 signature as wallets send it.
struct EVMSignature: Sendable, Hashable {
    /// r and s, 32 bytes each.
    let compact: [UInt8]
    /// The parity of the nonce point's y, 0 or 1.
    let recoveryID: UInt8

    /// Reads 65 bytes r, s, v with v in {0, 1, 27, 28}, or 64 bytes r, yParity and s (EIP-2098). A high s is refused:
    /// it would be a second signature for the same message (EIP-2).
    /// - Returns: `nil` for every other form, among them the v of a transaction (EIP-155) and DER.
    init?(_ bytes: [UInt8]) {
        var compact = bytes
        switch bytes.count {
        case 64:
            // The top bit of s is free, because a low s never uses it.
            recoveryID = bytes[32] >> 7
            compact[32] &= 0x7f
        case 65:
            switch compact.removeLast() {
            case 0, 27: recoveryID = 0
            case 1, 28: recoveryID = 1
            default: return nil
            }
        default: return nil
        }
        guard Secp256k1.isLowS(compact) else { return nil }
        self.compact = compact
    }

    /// Signs a digest.
    /// - Returns: `nil` when the secret is no key.
    init?(signing digest: [UInt8], secret: [UInt8]) {
        guard let signed = Secp256k1.sign(digest: digest, secret: secret) else { return nil }
        compact = signed.signature
        recoveryID = signed.recoveryID
    }

    /// The uncompressed public key that signed the digest.
    /// - Returns: `nil` when no key could have.
    func signer(of digest: [UInt8]) -> [UInt8]? {
        Secp256k1.recover(digest: digest, signature: compact, recoveryID: recoveryID)
    }

    /// r, s and v as 27 or 28, the form most wallets send.
    var bytes: [UInt8] { compact + [27 + recoveryID] }

    /// 64 bytes: r, then s with the recovery id in its top bit (EIP-2098).
    var shortBytes: [UInt8] {
        var short = compact
        short[32] |= recoveryID << 7
        return short
    }
}
