import ChainCrypto
import ChainKit

/// An address that a program derives from seeds and that no key can sign for, because it lies off the curve.
struct ProgramAddress: Sendable, Hashable {
    let bytes: [UInt8]
    /// The highest number that, hashed along as the last seed, leads off the curve.
    let bump: UInt8

    var text: String { Base58.encode(bytes) }

    /// Finds the address as `find_program_address` of the Solana SDK does: SHA-256 over seeds, bump, program and a marker.
    /// - Returns: `nil` for a seed longer than 32 bytes, more than 15 of them, a program that is not 32 bytes, or in the
    ///   practically impossible case that every bump leads onto the curve.
    static func find(seeds: [[UInt8]], program: [UInt8]) -> ProgramAddress? {
        guard seeds.count <= 15, seeds.allSatisfy({ $0.count <= 32 }), program.count == 32 else { return nil }
        let prefix = Array(seeds.joined())
        let suffix = program + Array("ProgramDerivedAddress".utf8)
        for bump in (0...UInt8.max).reversed() {
            let hash = SHA256.hash(prefix + [bump] + suffix)
            if !Ed25519.isOnCurve(hash) { return ProgramAddress(bytes: hash, bump: bump) }
        }
        return nil
    }

    /// The Token Metadata account of a mint.
    static func metadata(mint: [UInt8]) -> ProgramAddress? {
        guard let program = SolanaKey.parse(SolanaPrograms.tokenMetadata) else { return nil }
        return find(seeds: [Array("metadata".utf8), program, mint], program: program)
    }

    /// The account in which a wallet keeps a mint's tokens by default; the two token programs give different ones.
    static func associatedToken(wallet: [UInt8], mint: [UInt8], tokenProgram: [UInt8]) -> ProgramAddress? {
        guard let program = SolanaKey.parse(SolanaPrograms.associatedToken) else { return nil }
        return find(seeds: [wallet, tokenProgram, mint], program: program)
    }
}
