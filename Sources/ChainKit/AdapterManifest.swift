/// What an adapter says about itself; `GET /adapters` shows it.
public struct AdapterManifest: Sendable, Hashable, Codable {
    /// The contract version this build of ChainKit speaks.
    public static let contractVersion = 1

    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case accounts, ownership, holdings, transactions, interactions
    }

    /// The word a configuration uses after `adapter:`, such as `evm`.
    public var id: String
    /// Semantic version of the adapter.
    public var version: String
    /// Contract versions the adapter works with, lowest and highest.
    public var contractVersions: ClosedRange<Int>
    public var roles: [Role]
    /// Members an asset description may have, such as `erc721`.
    public var assetKinds: [String]
    /// JSON Schema (2020-12) of the adapter's own members of a chain's configuration.
    public var configurationSchema: JSONValue
    /// Hosts the adapter may call, from its providers' URLs.
    public var hosts: [String]
    /// What reading holdings costs at most.
    public var budget: UpstreamBudget
    /// Whether what an account holds comes in pages, which are all read up to a cap.
    public var readsPages: Bool
    /// The digest of the program that the adapter is, `sha256:` and 64 hex digits; `nil` for one of this build. Only whoever
    /// started the program says so.
    public var program: String?

    public init(
        id: String, version: String, contractVersions: ClosedRange<Int> = 1...1, roles: [Role], assetKinds: [String],
        configurationSchema: JSONValue, hosts: [String], budget: UpstreamBudget, readsPages: Bool = false,
        program: String? = nil
    ) {
        self.id = id
        self.version = version
        self.contractVersions = contractVersions
        self.roles = roles
        self.assetKinds = assetKinds
        self.configurationSchema = configurationSchema
        self.hosts = hosts
        self.budget = budget
        self.readsPages = readsPages
        self.program = program
    }

    private enum CodingKeys: String, CodingKey {
        case id, version, roles, hosts, budget, program
        case contractVersions = "contract_versions"
        case assetKinds = "asset_kinds"
        case configurationSchema = "configuration_schema"
        case readsPages = "reads_pages"
    }
}
