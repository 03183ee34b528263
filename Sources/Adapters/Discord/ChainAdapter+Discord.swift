import ChainKit
import Foundation

extension AdapterKind {
    /// Discord: its users are accounts, memberships of its guilds are holdings.
    public static let discord = AdapterKind(
        id: "discord", namespace: DiscordAccountFormat.namespace, accounts: DiscordAccountFormat.init(on:),
        vectorOps: DiscordVectorOps.all, testWallets: nil, defaultProviders: ["https://discord.com"]
    ) { setup throws(ChainError) in
        do throws(ChainError) { return try DiscordChain(setup) } catch { throw error.from(setup.name) }
    }
}

/// Discord as one configuration knows it.
struct DiscordChain: ChainAdapter {
    let chain: ChainID
    let manifest: AdapterManifest
    let accounts: any AccountFormat
    let ownership: (any OwnershipProver)?
    let holdings: (any HoldingReader)?
    let interactions: (any InteractionReceiver)?
    private let pool: any ProviderPool

    /// Users whose access tokens, and memberships that slash commands told, are remembered at a time.
    private static let memoryCapacity = 10_000

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let configuration = try DiscordConfiguration(setup)
        chain = try ChainID(namespace: DiscordAccountFormat.namespace, reference: DiscordAccountFormat.reference)
        let format = try DiscordAccountFormat(on: chain)
        let limits = DiscordRateLimits()
        pool = setup.connect(chain, DiscordClient.identify(keepingTo: limits, now: setup.now))
        let client = DiscordClient(pool: pool, limits: limits, now: setup.now)
        let grants = DiscordMemory<Account, DiscordSecret>(capacity: Self.memoryCapacity)
        let memberships = DiscordMemory<DiscordMembershipQuestion, DiscordMembership>(capacity: Self.memoryCapacity)
        let deliveries = configuration.publicKey.map { key in
            DiscordDeliveries(
                signature: DiscordSignature(publicKey: key, skewSeconds: configuration.interactionSkewSeconds),
                accounts: format, memberships: memberships)
        }
        accounts = format
        let canProve = configuration.oauth != nil || deliveries != nil
        ownership =
            canProve
            ? DiscordOwnership(
                chain: chain, accounts: format, oauth: configuration.oauth, deliveries: deliveries, client: client,
                grants: grants, command: configuration.command) : nil
        let canRead = configuration.hasClient || deliveries != nil || configuration.botToken != nil
        holdings =
            canRead
            ? DiscordHoldings(
                chain: chain, name: setup.name,
                reader: DiscordMembershipReader(
                    client: client, grants: grants, botToken: configuration.botToken, now: setup.now),
                memberships: memberships, now: setup.now) : nil
        // With OAuth2 alone nothing is delivered, but the host learns from the role whose accounts `discord-auth` links.
        let canReceive = deliveries != nil || configuration.botKey != nil || configuration.oauth != nil
        interactions =
            canReceive
            ? DiscordInteractions(deliveries: deliveries, botKey: configuration.botKey, command: configuration.command) : nil
        let roles: [(AdapterManifest.Role, Bool)] = [
            (.accounts, true), (.ownership, canProve), (.holdings, canRead), (.interactions, canReceive),
        ]
        manifest = AdapterManifest(
            id: "discord", version: "1.0.0", roles: roles.filter(\.1).map(\.0), assetKinds: [DiscordAsset.namespace],
            configurationSchema: DiscordConfiguration.schema, hosts: Set(setup.providers.map(\.host)).sorted(),
            budget: UpstreamBudget(perBatch: 1, batch: 1))
    }

    func health() async -> AdapterHealth {
        AdapterHealth(providers: await pool.health())
    }
}
