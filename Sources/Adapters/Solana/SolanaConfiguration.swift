import ChainKit

/// The members of a configured chain that are this adapter's own.
struct SolanaConfiguration: Sendable, Hashable {
    /// How sure the chain must be of what is read.
    enum Commitment: String, Sendable, CaseIterable { case confirmed, finalized }

    let network: SolanaNetwork
    let commitment: Commitment
    /// Most pages of one list that are read, of 1000 assets (indexer) or 100 accounts (node) each.
    let maxPages: Int
    /// Whether an indexer's "nothing" is checked against the chain before it counts.
    let confirmsEmpty: Bool
    /// Whether any provider is an indexer. Then one that is not cannot deny a holding, for it does not see them all.
    let hasIndexer: Bool

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        guard case .object(let members) = setup.options else {
            throw ChainError(
                .configurationInvalid, "The chain's settings must be an object, not \(setup.options.kind).", pointer: "")
        }
        if let unknown = members.keys.sorted().first(where: { !Self.names.contains($0) }) {
            throw ChainError(
                .configurationInvalid,
                "A Solana chain has no setting \"\(unknown)\"; it has \(Self.names.joined(separator: ", ")).",
                pointer: "/\(unknown)")
        }
        guard let name = members["network"]?.text else {
            throw ChainError(
                .configurationInvalid, "Say which network: mainnet, devnet, testnet, or a CAIP-2 id.", pointer: "/network")
        }
        do { network = try SolanaNetwork(name) } catch { throw error.under("/network") }
        commitment = try Self.commitment(members["commitment"])
        maxPages = try Self.maxPages(members["max_pages"])
        confirmsEmpty = try Self.flag(members["confirm_empty"], default: true, at: "/confirm_empty")
        guard !setup.providers.isEmpty else {
            throw ChainError(.configurationInvalid, "A Solana chain needs at least one provider.", pointer: "/providers")
        }
        try setup.requireProviderOptions(["das"])
        hasIndexer = setup.providers.contains { $0.options["das"] == true }
        for (index, provider) in setup.providers.enumerated() {
            _ = try Self.flag(provider.options["das"], default: false, at: "/providers/\(index)/das")
        }
    }

    private static let names = ["network", "commitment", "max_pages", "confirm_empty"]

    private static func commitment(_ value: JSONValue?) throws(ChainError) -> Commitment {
        guard let value else { return .confirmed }
        guard let commitment = value.text.flatMap(Commitment.init(rawValue:)) else {
            throw ChainError(.configurationInvalid, "The commitment is confirmed or finalized.", pointer: "/commitment")
        }
        return commitment
    }

    private static func maxPages(_ value: JSONValue?) throws(ChainError) -> Int {
        guard let value else { return 50 }
        guard let count = value.whole, (1...10_000).contains(count) else {
            throw ChainError(.configurationInvalid, "max_pages is a whole number from 1 to 10000.", pointer: "/max_pages")
        }
        return Int(count)
    }

    private static func flag(_ value: JSONValue?, default fallback: Bool, at pointer: String) throws(ChainError) -> Bool {
        guard let value else { return fallback }
        guard let flag = value.flag else {
            throw ChainError(.configurationInvalid, "Write true or false, not \(value.kind).", pointer: pointer)
        }
        return flag
    }

    /// JSON Schema (2020-12) of these members.
    static let schema: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["network"],
        "additionalProperties": false,
        "properties": [
            "network": [
                "description": "mainnet, devnet, testnet, or CAIP-2: solana: and the first 32 characters of the genesis hash",
                "type": "string",
                "pattern": "^(mainnet|devnet|testnet|solana:[1-9A-HJ-NP-Za-km-z]{32})$",
            ],
            "commitment": ["enum": ["confirmed", "finalized"], "default": "confirmed"],
            "max_pages": ["type": "integer", "minimum": 1, "maximum": 10_000, "default": 50],
            "confirm_empty": ["type": "boolean", "default": true],
        ],
    ]
}
