import ChainKit

/// The TON adapter's own members of a chain's configuration.
struct TONConfiguration: Sendable, Hashable {
    let network: TONNetwork
    /// Whether an item that lies with a sale's contract counts for its seller.
    let countsOnSale: Bool
    /// Pages of one list that are read at most, of ``TONItemQuestion/pageSize`` items each.
    let maxPages: Int
    /// Items that one question has confirmed on chain at most.
    let maxConfirmations: Int

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let options = setup.options.members ?? [:]
        for name in options.keys.sorted() where !Self.names.contains(name) {
            throw Self.invalid(name, "A TON chain has no member \"\(name)\"; it has \(Self.names.joined(separator: ", ")).")
        }
        guard let network = options["network"]?.text.flatMap({ Self.networks[$0] }) else {
            throw Self.invalid("network", "\"network\" must be mainnet or testnet.")
        }
        self.network = try TONNetwork(ChainID(namespace: "tvm", reference: String(network)))
        countsOnSale = try Self.flag(options["count_on_sale"])
        maxPages = try Self.count("max_pages", options, fallback: 20, limit: 1000)
        maxConfirmations = try Self.count("max_confirmations", options, fallback: 100, limit: 10_000)
        try Self.checkProviders(setup)
    }

    private static let names = ["network", "count_on_sale", "max_pages", "max_confirmations"]
    private static let networks = ["mainnet": TONNetwork.mainnetID, "testnet": TONNetwork.testnetID]

    private static func checkProviders(_ setup: AdapterSetup) throws(ChainError) {
        guard !setup.providers.isEmpty else {
            throw invalid(
                "providers", "A TON chain needs at least one provider, such as { toncenter: \"https://toncenter.com\" }.")
        }
        try setup.requireProviderOptions(["api"])
        for (index, provider) in setup.providers.enumerated() where TONProviderAPI(provider.options) == nil {
            throw ChainError(
                .configurationInvalid,
                "Say which interface the provider has: { toncenter: \"https://…\" } or { tonapi: \"https://…\" }.",
                pointer: "/providers/\(index)")
        }
    }

    private static func flag(_ value: JSONValue?) throws(ChainError) -> Bool {
        guard let value else { return false }
        guard let flag = value.flag else { throw invalid("count_on_sale", "\"count_on_sale\" must be true or false.") }
        return flag
    }

    private static func count(
        _ name: String, _ options: [String: JSONValue], fallback: Int, limit: Int
    ) throws(ChainError) -> Int {
        guard let value = options[name] else { return fallback }
        guard let count = value.whole, (1...Int64(limit)).contains(count) else {
            throw invalid(name, "\"\(name)\" must be a whole number from 1 to \(limit).")
        }
        return Int(count)
    }

    private static func invalid(_ member: String, _ message: String) -> ChainError {
        ChainError(.configurationInvalid, message, pointer: JSONPointer.member(member, of: ""))
    }

    /// JSON Schema (2020-12) of the members read here.
    static let schema: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["network"],
        "additionalProperties": false,
        "properties": [
            "network": ["enum": ["mainnet", "testnet"], "description": "global id -239 or -3"],
            "count_on_sale": [
                "type": "boolean", "default": false,
                "description": "Whether an item that is up for sale, and so owned by the sale's contract, counts for its seller",
            ],
            "max_pages": [
                "type": "integer", "minimum": 1, "maximum": 1000, "default": 20,
                "description": "Pages of 250 items that are read of one wallet at most",
            ],
            "max_confirmations": [
                "type": "integer", "minimum": 1, "maximum": 10_000, "default": 100,
                "description": "Items that one question has confirmed on chain at most",
            ],
        ],
    ]
}
