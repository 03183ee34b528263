import ChainKit
import Foundation

extension SolanaSignInMessage.Fields {
    /// The fields this server issues for a challenge; absent are those a wallet must not add.
    init(_ challenge: Challenge, network: SolanaNetwork) {
        self.init()
        self[.uri] = challenge.uri
        self[.version] = "1"
        self[.chainID] = network.cluster.map { "solana:\($0)" }
        self[.nonce] = challenge.nonce
        self[.issuedAt] = RFC3339.format(challenge.issuedAt)
        self[.expirationTime] = RFC3339.format(challenge.expiresAt)
    }
}

extension Challenge {
    /// - Throws: `challenge_invalid` when the challenge does not fit into a sign-in message of this network: a line break
    ///   in a part of it would let that part pose as another.
    func requireFit(for network: SolanaNetwork) throws(ChainError) {
        guard chain == network.chain, account.map({ $0.chain == chain }) ?? true else {
            throw ChainError(.challengeInvalid, "The challenge is for another chain than \(network.chain).", pointer: "/chain")
        }
        guard Self.isToken(domain, limit: 253) else {
            throw ChainError(
                .challengeInvalid, "The domain must be a host with an optional port, such as rewards.example.", pointer: "/domain"
            )
        }
        guard Self.isToken(uri, limit: 2048) else {
            throw ChainError(.challengeInvalid, "The uri must be an RFC 3986 URI without spaces.", pointer: "/uri")
        }
        guard (8...128).contains(nonce.utf8.count), nonce.utf8.allSatisfy(Self.isAlphanumeric) else {
            throw ChainError(.challengeInvalid, "The nonce must be 8 to 128 letters and digits.", pointer: "/nonce")
        }
        if let statement {
            guard (1...1024).contains(statement.utf8.count), statement.unicodeScalars.allSatisfy(Self.isInline) else {
                throw ChainError(
                    .challengeInvalid, "The statement must be one line of 1 to 1024 bytes without control characters.",
                    pointer: "/statement")
            }
        }
        guard issuedAt < expiresAt else {
            throw ChainError(.challengeInvalid, "The challenge must expire after it was issued.", pointer: "/expires_at")
        }
    }

    /// Visible ASCII, at least one character: what an RFC 3986 authority or URI is written in.
    private static func isToken(_ text: String, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Neither a control character nor one of Unicode's line and paragraph separators.
    private static func isInline(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: false
        default: true
        }
    }
}
