/// Reads the addresses of one chain.
public protocol AccountFormat: Sendable {
    /// Reads any spelling the chain's users write and gives the canonical account: the same one for every spelling, and
    /// itself when the text is already canonical.
    /// - Throws: `account_invalid` saying what is wrong and what would be right.
    func account(_ text: String) async throws(ChainError) -> Account
}
