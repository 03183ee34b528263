import ChainKit

/// Addresses of EVM chains. The canonical form carries the EIP-55 checksum.
struct EVMAccountFormat: AccountFormat {
    let chain: ChainID

    init(chain: ChainID) { self.chain = chain }

    /// - Throws: `account_invalid` for a chain whose reference is no EIP-155 chain id in decimal.
    init(on chain: ChainID) throws(ChainError) {
        guard chain.namespace == "eip155", let number = UInt64(chain.reference), String(number) == chain.reference else {
            throw ChainError(.accountInvalid, "\"\(chain)\" is no EVM chain; write eip155: and the chain id in decimal.")
        }
        self.chain = chain
    }

    /// Reads lower, upper or checksummed case after `0x`; mixed case must be the EIP-55 checksum.
    /// - Throws: `account_invalid`.
    func account(_ text: String) throws(ChainError) -> Account {
        try Account(chain: chain, address: EVMAddress(text.utf8).text)
    }
}
