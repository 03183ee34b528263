import ChainKit

/// Which Solana-like chain is meant: one of the three clusters of Solana, or another one named by its genesis hash.
struct SolanaNetwork: Sendable, Hashable {
    /// CAIP-2: `solana:` and the first 32 characters of the genesis hash.
    let chain: ChainID
    /// The cluster's word in the wallet standard's chain ids, such as `mainnet`; `nil` for a chain outside Solana.
    let cluster: String?

    /// Solana's clusters with the start of their genesis hashes (ChainAgnostic/namespaces, solana/caip2).
    static let clusters = [
        ("mainnet", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"),
        ("devnet", "EtWTRABZaYq6iMfeYKouRu166VU2xqa1"),
        ("testnet", "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z"),
    ]

    /// Reads `mainnet`, `devnet`, `testnet` or CAIP-2 text.
    /// - Throws: `configuration_invalid`.
    init(_ text: String) throws(ChainError) {
        let reference: String
        if let known = Self.clusters.first(where: { $0.0 == text }) {
            reference = known.1
        } else if text.hasPrefix("solana:"), text.utf8.count == 39, Base58.decode(String(text.dropFirst(7)), limit: 32) != nil {
            reference = String(text.dropFirst(7))
        } else {
            throw ChainError(
                .configurationInvalid,
                "\"\(text.prefix(64))\" is no Solana network; write mainnet, devnet, testnet, or solana: and the first 32 characters of the chain's genesis hash."
            )
        }
        chain = try ChainID(namespace: "solana", reference: reference)
        cluster = Self.clusters.first { $0.1 == reference }?.0
    }

    /// The chain whose first block has this hash: 32 bytes in base 58.
    /// - Throws: `upstream_invalid` when the text is no such hash.
    static func chain(ofGenesisHash hash: String) throws(ChainError) -> ChainID {
        guard SolanaKey.parse(hash) != nil else {
            throw ChainError(.upstreamInvalid, "The provider's genesis hash is not 32 bytes in base 58.")
        }
        return try ChainID(namespace: "solana", reference: String(hash.prefix(32)))
    }
}
