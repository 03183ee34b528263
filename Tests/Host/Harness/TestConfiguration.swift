import ChainConformance
import ChainKit
import Foundation

@testable import Host

/// The configuration of the server under test: two chains and a service, and one campaign for each question a test asks.
enum TestConfiguration {
    static func make(database: String, chains: TestChains) -> GatehouseConfiguration {
        GatehouseConfiguration(
            server: server(), database: DatabaseConfiguration(path: database), tokens: tokens(),
            sessions: SessionConfiguration(lifetimeSeconds: 600, statement: "Sign in to the test."),
            rateLimits: RateLimits(signIn: 0, verify: 0, discordCode: 0, other: 0),
            chains: [
                chain("sol", "solana", chains.sol.url, options: ["network": "mainnet"], provider: ["das": true]),
                chain("eth", "evm", chains.eth.url, options: ["network": 1]),
                guild(),
            ],
            campaigns: [
                campaign("sol-holders", [.init(rawValue: "sol")], solHolds),
                campaign("eth-holders", [.init(rawValue: "eth")], ethHolds),
                campaign("either", ["sol", "eth"], ["any": [solHolds, ethHolds]]),
                campaign("both", ["sol", "eth"], ["all": [solHolds, ethHolds]]),
                campaign("open", ["bypass"], ["method": "bypass"]),
                campaign("eth-is-off", ["sol"], ["any": [solHolds, ethHolds]]),
                campaign("members", ["guild"], guildHolds),
                campaign("insiders", ["sol", "guild"], ["any": [solHolds, guildHolds]]),
            ])
    }

    static let solHolds: JSONValue = ["holds": ["chain": "sol", "collection": .string(TestChains.collection)]]
    static let guildHolds: JSONValue = ["holds": ["chain": "guild", "guild": "42"]]
    static let members = ["100000000000000001", "100000000000000002", "100000000000000003"]
    static let ethHolds: JSONValue = ["holds": ["chain": "eth", "erc721": .string(TestChains.contract)]]

    static func campaign(_ name: String, _ methods: [MethodID], _ requirement: JSONValue) -> CampaignConfiguration {
        CampaignConfiguration(name: name, groupID: 7, methods: methods, requirement: requirement)
    }

    private static func server() -> ServerConfiguration {
        var server = ServerConfiguration(domain: "rewards.example", uri: "https://rewards.example")
        server.port = 0
        server.environment = .development
        server.corsOrigins = ["https://rewards.example"]
        return server
    }

    private static func tokens() -> TokenConfiguration {
        let key = SigningKeyConfiguration(kid: "one", algorithm: .EdDSA, secret: Secret([UInt8](1...32)))
        return TokenConfiguration(issuer: "https://rewards.example", audience: "rewards.example", keys: [key])
    }

    private static func guild() -> ChainConfiguration {
        var chain = ChainConfiguration(name: MemoryGuild.chainName, adapter: MemoryGuild.kind.id)
        chain.providers = [ProviderConfiguration(name: "scripted", url: Secret("http://127.0.0.1:9"), host: "127.0.0.1")]
        chain.options = ["members": .array(members.map(JSONValue.string))]
        return chain
    }

    static func chain(
        _ name: String, _ adapter: String, _ url: String, options: JSONValue, provider: JSONValue = [:]
    ) -> ChainConfiguration {
        var chain = ChainConfiguration(name: name, adapter: adapter)
        chain.providers = [ProviderConfiguration(name: "scripted", url: Secret(url), host: "127.0.0.1", options: provider)]
        chain.options = options
        chain.pool.retries = 0
        chain.pool.timeoutSeconds = 1
        chain.pool.breakerCoolDownSeconds = 0.05
        return chain
    }
}
