import ChainCrypto
import ChainKit
import Foundation

/// Proves that a wallet's key signed a challenge: the raw UTF-8 of the message, strict Ed25519, no prefix and no hash.
///
/// Reads the proof fields `signature` (base 58), `address`, and, from a wallet that builds the Sign-In with Solana text
/// itself, `signed_message` (standard base 64); next to that one `signature` may be standard base 64 too, as both come as
/// bytes from the wallet standard.
struct SolanaOwnership: OwnershipProver {
    let network: SolanaNetwork

    func message(for challenge: Challenge) throws(ChainError) -> String {
        if let account = challenge.account, SolanaKey.parse(account.address) == nil {
            throw ChainError(.challengeInvalid, "The challenge's account is no Solana address.", pointer: "/account")
        }
        return try text(of: challenge)
    }

    private func text(of challenge: Challenge) throws(ChainError) -> String {
        try challenge.requireFit(for: network)
        let fields = SolanaSignInMessage.Fields(challenge, network: network)
        guard let account = challenge.account else { return plainMessage(for: challenge, fields: fields) }
        return SolanaSignInMessage(
            domain: challenge.domain, address: account.address, statement: challenge.statement, fields: fields
        ).text
    }

    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        let signatureText = try proof.requireText("signature", limit: 128)
        let address = try proof.requireText("address", limit: 64)
        let signedText = try proof.findText("signed_message")
        guard challenge.chain == network.chain, challenge.account.map({ $0.chain == network.chain }) ?? true else {
            return .rejected(.signatureInvalid)
        }
        let issuedText = Array(try text(of: challenge).utf8)
        let window = SolanaSignInWindow(
            issuedAt: challenge.issuedAt, expiresAt: challenge.expiresAt, skewSeconds: SolanaSignInWindow.walletSkewSeconds)
        guard window.contains(now) else { return .rejected(.proofExpired) }
        guard let key = SolanaKey.parse(address), challenge.account.map({ $0.address == address }) ?? true else {
            return .rejected(.addressInvalid)
        }
        let signature = SolanaKey.parseSignature(signatureText)
        let fault: ProofVerdict.Rejection?
        if let signedText {
            guard let signedMessage = StandardBase64.decode(signedText),
                let signature = signature ?? StandardBase64.decode(signatureText)
            else { return .rejected(.signatureInvalid) }
            fault = Self.findFault(signedMessage, signature, (address, key), challenge, network, issuedText)
        } else {
            fault = Self.isSigned(issuedText, signature: signature, by: key) ? nil : .signatureInvalid
        }
        if let fault { return .rejected(fault) }
        return .accepted(try Account(chain: network.chain, address: address))
    }

    /// Whether a key signed exactly these bytes, as wallets' `signMessage` does.
    static func isSigned(_ message: [UInt8], signature: [UInt8]?, by key: [UInt8]?) -> Bool {
        guard let signature, let key else { return false }
        return Ed25519.isValid(signature: signature, message: message, publicKey: key)
    }

    private static func findFault(
        _ signedMessage: [UInt8], _ signature: [UInt8], _ signer: (address: String, key: [UInt8]), _ challenge: Challenge,
        _ network: SolanaNetwork, _ issuedText: [UInt8]
    ) -> ProofVerdict.Rejection? {
        // A wallet that signed our text as it is may say so too.
        if signedMessage == issuedText {
            return isSigned(issuedText, signature: signature, by: signer.key) ? nil : .signatureInvalid
        }
        return SolanaSignInMessage.findFault(
            signedMessage: signedMessage, signature: signature, signer: signer,
            issued: SolanaSignInMessage.Issued(
                domain: challenge.domain, address: challenge.account?.address, statement: challenge.statement,
                fields: SolanaSignInMessage.Fields(challenge, network: network)))
    }

    /// The text for a wallet not yet known, for people to read; it names no address, so the proof has to.
    private func plainMessage(for challenge: Challenge, fields: SolanaSignInMessage.Fields) -> String {
        var text = "\(challenge.domain) asks you to prove that this wallet is yours.\n"
        if let statement = challenge.statement { text += "\n\(statement)\n" }
        text += "\nSigning is free and sends no transaction.\n"
        text += "\nURI: \(challenge.uri)\nChain: \(network.chain)\nNonce: \(challenge.nonce)"
        for label in [SolanaSignInMessage.Fields.Label.issuedAt, .expirationTime] {
            text += "\n" + label.prefix + (fields[label] ?? "")
        }
        return text
    }
}
