import ChainCrypto
import ChainKit
import Foundation

/// Proves that a wallet's key signed a challenge, by strict Ed25519 and in the forms that wallets have.
///
/// - As a message: the raw UTF-8 of the text, no prefix and no hash, or the text in an off-chain message. Proof fields
///   `signature` and, when the wallet built what it signed itself, `signed_message` (standard base 64 of the Sign-In with
///   Solana text or of the whole off-chain message); see ``SolanaSignedText``.
/// - As a memo, for devices that sign nothing but transactions: `transaction` (standard base 64) instead of both.
///
/// `address` is always there.
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
        let form = try Form(proof)
        let address = try proof.requireText("address", limit: 64)
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
        let fault: ProofVerdict.Rejection?
        switch form {
        case .message(let signature, let signedMessage):
            let terms = SolanaSignedText.Terms(
                address: address, key: key, issuedText: issuedText,
                issued: SolanaSignInMessage.Issued(
                    domain: challenge.domain, address: challenge.account?.address, statement: challenge.statement,
                    fields: SolanaSignInMessage.Fields(challenge, network: network)),
                applicationDomains: OffchainMessage.applicationDomains(of: challenge.domain))
            let signed = SolanaSignedText(signature: signature, signedMessage: signedMessage)
            fault = signed.map { $0.findFault(terms) } ?? .signatureInvalid
        case .transaction(let encoded):
            let transaction = StandardBase64.decode(encoded).flatMap(SolanaTransaction.init(parsing:))
            fault = transaction?.isSignIn(memo: issuedText, by: key) == true ? nil : .signatureInvalid
        }
        if let fault { return .rejected(fault) }
        return .accepted(try Account(chain: network.chain, address: address))
    }

    /// Whether a key signed exactly these bytes, as wallets' `signMessage` does.
    static func isSigned(_ message: [UInt8], signature: [UInt8]?, by key: [UInt8]?) -> Bool {
        guard let signature, let key else { return false }
        return Ed25519.isValid(signature: signature, message: message, publicKey: key)
    }

    /// What a proof shows.
    private enum Form {
        case message(signature: String, signedMessage: String?)
        case transaction(String)

        /// - Throws: `proof_malformed` when neither form is there, or both.
        init(_ proof: Proof) throws(ChainError) {
            guard let transaction = try proof.findText("transaction", limit: SolanaTransaction.base64Limit) else {
                self = .message(
                    signature: try proof.requireText("signature", limit: SolanaSignedText.signatureLimit),
                    signedMessage: try proof.findText("signed_message"))
                return
            }
            for name in ["signature", "signed_message"] where try proof.findText(name) != nil {
                throw ChainError(
                    .proofMalformed, "\"\(name)\" stands next to a \"transaction\"; send one or the other.", pointer: "/\(name)")
            }
            self = .transaction(transaction)
        }
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
