import ChainCrypto
import ChainKit
import Foundation

/// A TON wallet (v4r2, the first of its key) for terminals and tests: the secret is the Ed25519 seed (RFC 8032).
struct TONTestWallet: TestWalletMaker {
    /// The form that wallets show: friendly, non-bounceable.
    func address(secret: [UInt8]) throws(ChainError) -> String {
        try address(of: wallet(secret: secret)).friendly(bounceable: false)
    }

    /// Answers a `ton_proof` request whose payload is the message, `state_init` included, as a wallet does that is not
    /// deployed yet.
    func proof(signing message: String, domain: String, now: Date, secret: [UInt8]) throws(ChainError) -> Proof {
        let wallet = try wallet(secret: secret)
        let (address, stateInit) = (try address(of: wallet), try stateInit(of: wallet))
        let timestamp = UInt64(max(0, now.timeIntervalSince1970))
        let digest = TONProof.digest(address: address, domain: domain, timestamp: timestamp, payload: message)
        guard let signature = Ed25519.sign(digest, seed: secret) else { throw Self.notASeed }
        return Proof([
            "signature": .string(StandardBase64.encode(signature)),
            "state_init": .string(StandardBase64.encode(BagOfCells.serialize(stateInit))),
            "timestamp": .integer(Int64(timestamp)),
            "public_key": .string(Hex.encode(wallet.publicKey)),
            "wallet_address_hex": .string(address.raw),
            "wallet_address_base64": .string(address.friendly(bounceable: false)),
            "domain": ["lengthBytes": .integer(Int64(domain.utf8.count)), "value": .string(domain)],
        ])
    }

    private func wallet(secret: [UInt8]) throws(ChainError) -> TONWallet {
        guard let key = Ed25519.publicKey(seed: secret) else { throw Self.notASeed }
        return TONWallet(version: .v4r2, publicKey: key, workchain: 0, network: TONNetwork.mainnetID)
    }

    private func address(of wallet: TONWallet) throws(ChainError) -> TONAddress {
        guard let address = TONAddress(workchain: 0, hash: wallet.addressHash) else { throw Self.notASeed }
        return address
    }

    private func stateInit(of wallet: TONWallet) throws(ChainError) -> Cell {
        do throws(CellFault) {
            let code = try BagOfCells.parse(StandardBase64.decode(Self.code) ?? [])
            return try Cell(bits: TONStateInit.bits, references: [code, Cell(bits: wallet.data)])
        } catch {
            throw ChainError(.internalError, "The code of the test wallet is damaged.", cause: error.detail)
        }
    }

    private static let notASeed = ChainError(.parametersInvalid, "A TON secret is exactly 32 bytes, the seed of its Ed25519 key.")
}
