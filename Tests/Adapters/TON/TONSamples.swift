import ChainCrypto
import ChainKit
import Foundation

@testable import TONAdapter

/// A wallet, a challenge and the proofs that answer it.
enum TONSamples {
    static let secret = [UInt8](1...32)
    static let now = Date(timeIntervalSince1970: 1_780_000_000)
    static let domain = "rewards.example"

    static func challenge(_ network: TONNetwork, account: Account? = nil) -> Challenge {
        Challenge(
            chain: network.chain, domain: domain, uri: "https://rewards.example", nonce: "Fj78BFF9H16ggG0C", issuedAt: now,
            expiresAt: now.addingTimeInterval(600), account: account)
    }

    /// What the test wallet sends, with members replaced.
    static func proof(
        payload: String = "Fj78BFF9H16ggG0C", domain: String = domain, now: Date = now,
        replacing members: [String: JSONValue] = [:]
    ) throws -> Proof {
        let proof = try TONTestWallet().proof(signing: payload, domain: domain, now: now, secret: secret)
        return Proof(.object((proof.fields.members ?? [:]).merging(members) { _, new in new }))
    }

    /// The address, the bag and a proof of a wallet of another version.
    static func proof(of wallet: TONWallet, state: Cell, workchain: Int32 = 0) throws -> Proof {
        let address = try TONAddress("\(workchain):\(Hex.encode(state.hash))")
        let time = UInt64(now.timeIntervalSince1970)
        let digest = TONProof.digest(address: address, domain: domain, timestamp: time, payload: "Fj78BFF9H16ggG0C")
        return Proof([
            "signature": .string(StandardBase64.encode(Ed25519.sign(digest, seed: secret) ?? [])),
            "state_init": .string(StandardBase64.encode(BagOfCells.serialize(state))), "timestamp": .integer(Int64(time)),
            "public_key": .string(Hex.encode(wallet.publicKey)), "wallet_address_hex": .string(address.raw),
        ])
    }
}
