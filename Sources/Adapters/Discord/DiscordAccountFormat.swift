import ChainKit

/// Discord's users. An account is the user's snowflake in decimal, such as `80351110224678912`.
struct DiscordAccountFormat: AccountFormat {
    let chain: ChainID

    /// Discord is one place: the chain is `discord:global`.
    static let namespace = "discord"
    static let reference = "global"

    /// - Throws: `account_invalid` for any other chain.
    init(on chain: ChainID) throws(ChainError) {
        guard chain.namespace == Self.namespace, chain.reference == Self.reference else {
            throw ChainError(.accountInvalid, "\"\(chain)\" is not Discord; write \(Self.namespace):\(Self.reference).")
        }
        self.chain = chain
    }

    /// Reads a user id as Discord writes it.
    /// - Throws: `account_invalid`.
    func account(_ text: String) throws(ChainError) -> Account {
        guard Self.isSnowflake(text) else {
            throw ChainError(
                .accountInvalid,
                "\"\(text.prefix(64))\" is no Discord user id; write its 17 to 20 digits, such as 80351110224678912.")
        }
        return try Account(chain: chain, address: text)
    }

    /// Whether the text is the canonical form of an id that Discord can have given out: a number of 64 bits, of which the
    /// oldest have 17 digits.
    static func isSnowflake(_ text: String) -> Bool {
        (17...20).contains(text.utf8.count) && isNumber(text)
    }

    /// Whether the text is a number of 64 bits in decimal, as Discord writes its ids.
    static func isNumber(_ text: String) -> Bool {
        UInt64(text).map { String($0).utf8.elementsEqual(text.utf8) } ?? false
    }
}
