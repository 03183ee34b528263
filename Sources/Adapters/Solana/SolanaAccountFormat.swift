import ChainKit

/// Reads Solana addresses: base 58 of exactly 32 bytes, case-sensitive, with one spelling each.
struct SolanaAccountFormat: AccountFormat {
    let chain: ChainID

    func account(_ text: String) throws(ChainError) -> Account {
        guard SolanaKey.parse(text) != nil else {
            throw ChainError(
                .accountInvalid,
                "\"\(text.prefix(64))\" is no Solana address; an address is 32 bytes in base 58, 32 to 44 characters without 0, O, I and l."
            )
        }
        return try Account(chain: chain, address: text)
    }
}
