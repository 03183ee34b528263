import ChainKit
import Foundation
import Upstream

/// The chains of a configuration that are on, connected to their real providers: no database, no server. Whoever opens
/// them closes them.
public struct ConnectedChains: Sendable {
    /// By the names of the configuration, in its order.
    public let adapters: [(name: String, adapter: any ChainAdapter)]
    private let platform: Platform
    private let transport: CurlTransport

    /// Asks no network yet.
    /// - Parameter kinds: the adapters a configuration may name.
    /// - Throws: ``ConfigurationMistakes`` when an adapter refuses the configuration, `internal_error` when the transport
    ///   cannot start.
    public static func open(
        _ configuration: GatehouseConfiguration, kinds: [AdapterKind], now: @escaping @Sendable () -> Date
    ) async throws -> ConnectedChains {
        let transport = try CurlTransport(GatehouseApplication.transportSettings(configuration))
        do {
            let connections = ChainConnections(transport: transport, metrics: HostMetrics())
            let platform = try await Platform.build(
                configuration, kinds: kinds, now: now, connect: connections.connect)
            return ConnectedChains(platform, transport)
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private init(_ platform: Platform, _ transport: CurlTransport) {
        adapters = platform.chains.compactMap { chain in platform.adapters.find(chain.name).map { (chain.name, $0) } }
        self.platform = platform
        self.transport = transport
    }

    public func close() async {
        await platform.close()
        await transport.shutdown()
    }
}
