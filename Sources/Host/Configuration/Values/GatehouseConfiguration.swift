/// Everything an operator sets, read and checked; see `ConfigurationLoader`.
public struct GatehouseConfiguration: Sendable {
    public var server: ServerConfiguration
    public var database: DatabaseConfiguration
    public var tokens: TokenConfiguration
    public var sessions = SessionConfiguration()
    public var rateLimits = RateLimits()
    public var conformance = ConformanceConfiguration()
    /// In the order of the file.
    public var chains: [ChainConfiguration] = []
    /// In the order of their files' names.
    public var campaigns: [CampaignConfiguration] = []
    /// The folder of the configuration file.
    public var directory = "."
    /// The folder of the campaigns; the lists they name are found relative to it.
    public var campaignDirectory = "campaigns"
}
