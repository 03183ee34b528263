/// Makes wallets for trying a chain out in a terminal and in tests. Their keys protect nothing.
public protocol TestWalletMaker: Sendable {
    /// The address of the key made from 32 secret bytes.
    /// - Throws: `parameters_invalid` when the bytes are no key of this chain.
    func address(secret: [UInt8]) throws(ChainError) -> String

    /// Signs a sign-in message as a wallet does and gives the `data` of `/verify`.
    /// - Throws: `parameters_invalid` when the bytes are no key of this chain.
    func proof(signing message: String, secret: [UInt8]) throws(ChainError) -> Proof
}
