import ChainKit
import Eligibility
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Upstream

/// The whole server, assembled from a configuration: what `gatehouse serve` runs.
public struct GatehouseApplication: Sendable {
    let configuration: GatehouseConfiguration
    let operations: [APIOperation]
    let router: RouterResponder<GatehouseContext>
    let services: [any Service]
    let logger: Logger

    /// Opens the database, builds the adapters and the routes. Asks no chain.
    /// - Parameters:
    ///   - kinds: the adapters a configuration may name.
    ///   - now: the time of day.
    /// - Throws: ``StorageError`` when the database is missing or its schema is another release's,
    ///   ``ConfigurationMistakes`` when an adapter or a campaign refuses the configuration.
    public init(
        _ configuration: GatehouseConfiguration, kinds: [AdapterKind], logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        self.configuration = configuration
        self.logger = logger
        let metrics = HostMetrics()
        let transport = try CurlTransport(Self.transportSettings(configuration))
        let connections = ChainConnections(transport: transport, metrics: metrics)
        let readings = ReadingReport(metrics: metrics, logger: logger)
        let store = try Store.open(configuration.database.path)
        let accessTokens = try await AccessTokens(configuration.tokens)
        let platform = try await Platform.build(
            configuration, kinds: kinds, now: now, connect: connections.connect, observe: readings.record
        ) { chain, line in
            logger.notice("adapter says", metadata: ["chain": "\(chain)", "line": "\(line)"])
        }
        let campaigns = CampaignRepository(store: store)
        let ids: [String: Int]
        do { ids = try await campaigns.register(platform.campaigns.map(\.configuration.name), now: now()) } catch {
            await platform.close()
            throw error
        }
        let current = CurrentPlatform(ServedPlatform(platform, ids: ids, observe: readings.record))
        metrics.watch(current, store: store)

        let users = UserRepository(store: store) { UUID().uuidString.lowercased() }
        let tokens = TokenRepository(store: store)
        let sessions = SessionRepository(store: store)
        let views = UserService(store: store, users: users, campaigns: campaigns, platform: current)
        let accounts = AccountLinking(platform: current, store: store, users: users)
        let codes = AuthCodeRepository(store: store)
        let deliveries = DeliveryRepository(store: store)
        let authCodes = AuthCodeService(store: store, codes: codes, deliveries: deliveries, accounts: accounts)
        let limiter = RateLimiter(perMinute: [
            .signIn: configuration.rateLimits.signIn, .verify: configuration.rateLimits.verify,
            .discordCode: configuration.rateLimits.discordCode, .other: configuration.rateLimits.other,
        ])
        let signIn = SignInService(
            platform: current, store: store, sessions: sessions, users: users, tokens: tokens, accessTokens: accessTokens,
            views: views, settings: SignInSettings(configuration), metrics: metrics)
        let eligibility = EligibilityService(campaigns: campaigns, users: users, metrics: metrics)
        let campaignOperations = CampaignOperations(
            campaigns: CampaignService(platform: current, campaigns: campaigns), eligibility: eligibility, signIn: signIn,
            users: views, codes: authCodes, platform: current)
        let described =
            SignInOperations(service: signIn).all + campaignOperations.all
            + UserOperations(users: views, signIn: signIn, accounts: accounts).all
            + InteractionOperations(service: InteractionService(platform: current, codes: authCodes, limiter: limiter)).all
            + ServerOperations(store: store, platform: current, metrics: metrics, publicKeySet: accessTokens.publicKeySet).all
        operations = described + [OpenAPIDocument.operation(describing: described, server: configuration.server.uri)]

        let cors = CORSPolicy(origins: Set(configuration.server.corsOrigins))
        let authenticator = Authenticator(tokens: accessTokens, revocations: tokens, origins: cors)
        let clients = ClientAddress(trustedProxies: configuration.server.trustedProxies.compactMap(AddressBlock.init))
        router = Router.serving(
            operations,
            under: [
                RequestMiddleware(metrics: metrics, timeoutSeconds: configuration.server.requestTimeoutSeconds),
                SecurityHeadersMiddleware(isSecure: configuration.server.uri.hasPrefix("https:")),
                CORSMiddleware(policy: cors), ErrorMiddleware(), TargetLengthMiddleware(),
                LoadMiddleware(
                    limit: configuration.server.maxConcurrentRequests,
                    exempt: Set(operations.filter(\.isAlwaysServed).map(\.path))),
            ]
        ) {
            Endpoint(
                operation: $0, limiter: limiter, clients: clients, authenticator: authenticator,
                bodyLimitBytes: configuration.server.bodyLimitBytes,
                timeout: .seconds(configuration.server.requestTimeoutSeconds),
                now: now)
        }
        services = [
            Closing { try await store.close() }, Closing { await transport.shutdown() }, Closing { await platform.close() },
            PurgeService(
                sessions: sessions, tokens: tokens, codes: codes, deliveries: deliveries, logger: logger, now: now),
            ChainCheckService(platform: current, logger: logger),
        ]
    }

    /// Serves until the surrounding service group shuts down gracefully: then it stops accepting, finishes what runs, and
    /// closes the transport and the database.
    /// - Parameter onListening: told the port once connections are accepted.
    public func application(onListening: @escaping @Sendable (Int) -> Void = { _ in }) -> some ApplicationProtocol {
        Application(
            responder: router,
            server: .http1(
                configuration: .init(
                    // Later than the request's own end, which gets an answer.
                    idleTimeout: .milliseconds(Int64((configuration.server.requestTimeoutSeconds + 2) * 1000)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.server.host, port: configuration.server.port)),
            services: services,
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    static func transportSettings(_ configuration: GatehouseConfiguration) -> CurlTransport.Settings {
        var settings = CurlTransport.Settings()
        let pools = configuration.chains.map(\.pool)
        settings.connectTimeout = .seconds(pools.map(\.connectTimeoutSeconds).max() ?? 2)
        settings.totalDeadline = .seconds(pools.map(\.timeoutSeconds).max() ?? 8)
        settings.responseLimit = pools.map(\.maxResponseBytes).max() ?? 8 << 20
        settings.userAgent = "\(Release.name)/\(Release.version)"
        return settings
    }
}

extension SignInSettings {
    fileprivate init(_ configuration: GatehouseConfiguration) {
        self.init(
            domain: configuration.server.domain, uri: configuration.server.uri, statement: configuration.sessions.statement,
            sessionLifetimeSeconds: Double(configuration.sessions.lifetimeSeconds),
            refreshLifetimeSeconds: Double(configuration.tokens.refreshLifetimeSeconds))
    }
}
