import ChainCrypto
import ChainKit
import Foundation

/// A `ton_proof` put together byte by byte, as TON Connect writes it, so that a test can sign for an address that is not the
/// signer's own.
struct TONProofSample {
    let signer: TestWallet
    /// Raw.
    var address: String
    var payload: String
    var domain = "rewards.example"
    let signedAt: Date

    /// The body of the verify routes, with the signer's own key and code.
    func answer(_ session: JSONValue) throws -> JSONValue {
        try signer.answer(session, at: signedAt)
            .changing("data", "wallet_address_hex", to: .string(address))
            .changing("data", "wallet_address_base64", to: nil)
            .changing("data", "domain", to: .string(domain))
            .changing("data", "signature", to: .string(Data(signature).base64EncodedString()))
    }

    private var signature: [UInt8] {
        var message = Array("ton-proof-item-v2/".utf8) + [0, 0, 0, 0]
        message += Hex.decode(String(address.dropFirst(2))) ?? []
        message += EVMWorld.word(domain.utf8.count).suffix(4).reversed() + Array(domain.utf8)
        message += EVMWorld.word(Int(signedAt.timeIntervalSince1970)).suffix(8).reversed() + Array(payload.utf8)
        let digest = SHA256.hash([0xff, 0xff] + Array("ton-connect".utf8) + SHA256.hash(message))
        return Ed25519.sign(digest, seed: signer.secret) ?? []
    }
}
