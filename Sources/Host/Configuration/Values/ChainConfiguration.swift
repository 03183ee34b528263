import ChainKit

/// One member of `chains:`.
public struct ChainConfiguration: Sendable {
    /// What campaigns and callers call it, such as `berachain`.
    public var name: String
    /// The kind of adapter, such as `evm`.
    public var adapter: String
    /// In the order they are asked; none: those that the adapter brings along.
    public var providers: [ProviderConfiguration] = []
    /// The adapter's own members, an object.
    public var options: JSONValue = [:]
    public var pool = PoolConfiguration()
    /// How many queries one batch may join.
    public var batchSize = 100
    /// How many providers have to answer alike before an answer counts; at most as many as there are.
    public var quorum = 1
    /// Whether "too little" of an index is confirmed by another provider before it counts.
    public var confirmsEmpty = true
    public var cache = CacheConfiguration.off
    /// `enabled`: a chain that is off is read and checked, but neither signs anyone in nor grants.
    public var isOn = true
    /// `shares_namespace`: whether a program's wallets count on chains of other adapters of the same CAIP-2 namespace.
    public var sharesNamespace = false
    /// `require_report`: whether the adapter has to be proven by a signed conformance report.
    public var requiresReport = false
    /// `report`: where that is, relative to the configuration file; `nil` is `reports/` and the chain's name.
    public var report: String?
    public var source = ConfigurationSource(file: "memory")
}

/// One node or indexer of a chain.
public struct ProviderConfiguration: Sendable, Hashable {
    /// The host of the URL unless set; unique within the chain. Evidence names it.
    public var name: String
    /// http(s). Secret, since providers put keys in it.
    public var url: Secret
    /// Sent with every request, such as `Authorization`.
    public var headers: [String: Secret] = [:]
    /// The host of the URL.
    public var host: String
    /// The adapter's own members of the provider, an object.
    public var options: JSONValue = [:]
}

/// `pool:` — how patient a chain is with its providers.
public struct PoolConfiguration: Sendable, Hashable {
    public var connectTimeoutSeconds = 2.0
    /// For a whole call, retries included.
    public var timeoutSeconds = 8.0
    /// Further attempts after the first.
    public var retries = 2
    /// Failures in a row after which a provider is left alone.
    public var breakerFailures = 5
    public var breakerCoolDownSeconds = 10.0
    public var maxResponseBytes = 8 * 1_048_576
    /// A provider further behind the highest head known of the chain is not asked; `nil`: any may be.
    public var maxLagBlocks: Int?
    /// A provider whose head is older is not asked; `nil`: any may be.
    public var maxLagSeconds: Double?
}

/// `cache:` — how long answers of a chain are given again without asking; 0 is not at all.
public struct CacheConfiguration: Sendable, Hashable {
    /// For one that shows as much as was wanted.
    public var positiveSeconds = 10.0
    /// For one that shows less.
    public var negativeSeconds = 5.0

    public init() {}

    /// What a chain does that says nothing of a cache.
    public static let off: Self = {
        var off = Self()
        off.positiveSeconds = 0
        off.negativeSeconds = 0
        return off
    }()
}
