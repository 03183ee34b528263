import ChainKit

/// The EVM adapter's own members of a chain's configuration.
struct EVMConfiguration: Sendable, Hashable {
    /// Which block a batch of balances is read at.
    enum BlockTag: String, Sendable, CaseIterable {
        case latest, safe, finalized

        /// How far behind `latest` the block is taken on a provider that does not serve the tag: two epochs of
        /// Ethereum for `safe`, three for `finalized`, of 32 blocks each.
        var fallbackDepth: UInt64 {
            switch self {
            case .latest: 0
            case .safe: 64
            case .finalized: 96
            }
        }
    }

    /// The EIP-155 chain id.
    let network: Int64
    let chain: ChainID
    let block: BlockTag
    /// Where Multicall3 is asked for, `nil` when it must not be used.
    let multicall: EVMAddress?
    /// Contract calls in one HTTP request at most.
    let maxCallsPerRequest: Int
    /// Whether a sign-in asks the chain for a contract at the address.
    let hasContractWallets: Bool
    /// What judges signatures of wallets not deployed yet, `nil` where Multicall3 helps to.
    let signatureValidator: SignatureValidator?

    /// The address of Multicall3 on Ethereum, Berachain and most other chains (github.com/mds1/multicall3).
    static let wellKnownMulticall = "0xcA11bde05977b3631167028862bE2a173976CA11"

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let options = setup.options.members ?? [:]
        let names = ["network", "block", "multicall", "max_calls_per_request", "contract_wallets", "signature_validator"]
        for name in options.keys.sorted() where !names.contains(name) {
            throw Self.invalid(name, "An EVM chain has no member \"\(name)\"; it has \(names.joined(separator: ", ")).")
        }
        guard !setup.providers.isEmpty else {
            throw Self.invalid("providers", "An EVM chain needs at least one provider: the URL of a JSON-RPC node.")
        }
        try setup.requireProviderOptions([])
        guard let network = options["network"]?.whole, network > 0 else {
            throw Self.invalid("network", "\"network\" must be the chain's EIP-155 id as a number, such as 1 or 80094.")
        }
        self.network = network
        chain = try ChainID(namespace: "eip155", reference: String(network))
        block = try Self.block(options["block"])
        multicall = try Self.multicall(options["multicall"])
        maxCallsPerRequest = try Self.limit(options["max_calls_per_request"])
        guard let hasContractWallets = options["contract_wallets"] == nil ? true : options["contract_wallets"]?.flag else {
            throw Self.invalid("contract_wallets", "\"contract_wallets\" must be true or false.")
        }
        self.hasContractWallets = hasContractWallets
        signatureValidator = try Self.validator(options["signature_validator"])
    }

    private static func block(_ value: JSONValue?) throws(ChainError) -> BlockTag {
        guard let value else { return .latest }
        guard let tag = value.text.flatMap(BlockTag.init) else {
            throw invalid("block", "\"block\" must be one of latest, safe and finalized.")
        }
        return tag
    }

    private static func multicall(_ value: JSONValue?) throws(ChainError) -> EVMAddress? {
        if value == false { return nil }
        guard let text = value == nil ? wellKnownMulticall : value?.text else {
            throw invalid("multicall", "\"multicall\" must be the address of a Multicall3 contract, or false.")
        }
        do { return try EVMAddress(text.utf8) } catch { throw invalid("multicall", error.message) }
    }

    private static func limit(_ value: JSONValue?) throws(ChainError) -> Int {
        guard let value else { return 500 }
        guard let limit = value.whole, (1...5000).contains(limit) else {
            throw invalid("max_calls_per_request", "\"max_calls_per_request\" must be a whole number from 1 to 5000.")
        }
        return Int(limit)
    }

    private static func validator(_ value: JSONValue?) throws(ChainError) -> SignatureValidator? {
        guard let value else { return nil }
        guard let validator = value.text.flatMap({ Hex.decode($0) }).flatMap(SignatureValidator.init(creationCode:)) else {
            throw invalid(
                "signature_validator",
                "\"signature_validator\" must be the creation code of the ERC-6492 validator in hex, the one whose SHA-256 is \(SignatureValidator.digest)."
            )
        }
        return validator
    }

    private static func invalid(_ member: String, _ message: String) -> ChainError {
        ChainError(.configurationInvalid, message, pointer: JSONPointer.member(member, of: ""))
    }

    /// JSON Schema (2020-12) of the members read here.
    static let schema: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["network"],
        "properties": [
            "network": ["type": "integer", "minimum": 1, "description": "EIP-155 chain id"],
            "block": [
                "enum": .array(BlockTag.allCases.map { .string($0.rawValue) }), "default": "latest",
                "description":
                    "The block balances are read at. A provider without safe or finalized is asked 64 or 96 blocks behind latest.",
            ],
            "multicall": [
                "oneOf": [["type": "string", "pattern": "^0x[0-9a-fA-F]{40}$"], ["const": false]],
                "default": .string(wellKnownMulticall),
                "description": "Multicall3's address, or false to send JSON-RPC batches only",
            ],
            "max_calls_per_request": ["type": "integer", "minimum": 1, "maximum": 5000, "default": 500],
            "contract_wallets": [
                "type": "boolean", "default": true,
                "description": "Whether contracts may sign in (EIP-1271, ERC-6492); without, sign-in asks no provider",
            ],
            "signature_validator": [
                "type": "string", "pattern": "^(0x)?[0-9a-fA-F]{3368}$",
                "description":
                    "Creation code of the ERC-6492 validator, asked about wallets not deployed yet in place of Multicall3",
            ],
        ],
    ]
}
