import Foundation

/// Makes wallets for trying a chain out in a terminal and in tests. Their keys protect nothing.
public protocol TestWalletMaker: Sendable {
    /// The address of the key made from 32 secret bytes.
    /// - Throws: `parameters_invalid` when the bytes are no key of this chain.
    func address(secret: [UInt8]) throws(ChainError) -> String

    /// Signs a sign-in message as a wallet does and gives the `data` of `/verify`.
    /// - Parameters:
    ///   - domain: the site the wallet believes to sign for; only some chains sign it beside the message.
    ///   - now: the wallet's clock; only some chains sign it.
    /// - Throws: `parameters_invalid` when the bytes are no key of this chain.
    func proof(signing message: String, domain: String, now: Date, secret: [UInt8]) throws(ChainError) -> Proof
}
