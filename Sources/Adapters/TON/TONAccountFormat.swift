import ChainKit

/// Addresses of one network of TON. The canonical form is the raw spelling in the characters of CAIP-10:
/// `0%3A` and 64 lower-case hex digits, since ":" is not among them.
struct TONAccountFormat: AccountFormat {
    let network: TONNetwork

    init(network: TONNetwork) { self.network = network }

    /// - Throws: `account_invalid` for a chain that is no network of TON.
    init(on chain: ChainID) throws(ChainError) {
        do { network = try TONNetwork(chain) } catch { throw ChainError(.accountInvalid, error.message) }
    }

    /// Reads the raw, the friendly (bounceable or not, either base 64) and the canonical spelling.
    /// - Throws: `account_invalid`, also on mainnet for a friendly form that says "for test networks only".
    func account(_ text: String) throws(ChainError) -> Account {
        try account(of: text.contains("%") ? TONAddress(caip10: text) : requireUsable(TONAddressSpelling(text)))
    }

    /// The account of an address on this network.
    /// - Throws: never in practice: the canonical form fits CAIP-10.
    func account(of address: TONAddress) throws(ChainError) -> Account {
        try Account(chain: network.chain, address: address.caip10Address)
    }

    /// - Throws: `account_invalid` for a spelling made for test networks on mainnet.
    func requireUsable(_ spelling: TONAddressSpelling) throws(ChainError) -> TONAddress {
        guard !(network.isMainnet && spelling.isTestOnly) else {
            throw ChainError(
                .accountInvalid,
                "This spelling of the address is for test networks only; on mainnet write \(spelling.address.friendly(bounceable: false))."
            )
        }
        return spelling.address
    }
}
