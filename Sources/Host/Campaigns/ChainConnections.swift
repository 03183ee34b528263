import ChainKit
import Foundation
import Upstream

/// Joins the providers of configured chains into pools over one transport.
public struct ChainConnections: Sendable {
    let transport: any HTTPTransport
    let metrics: HostMetrics

    /// The pool that a chain's adapter asks through.
    func connect(
        _ configuration: ChainConfiguration, to chain: ChainID, identify: @escaping AdapterSetup.Identify
    ) throws(ChainError) -> any DivisiblePool {
        var retry = RetryPolicy()
        retry.retries = configuration.pool.retries
        retry.deadline = .seconds(configuration.pool.timeoutSeconds)
        var providers: [any Provider] = []
        for provider in configuration.providers {
            providers.append(
                try HTTPProvider(
                    name: provider.name, url: provider.url.text, headers: provider.headers.mapValues(\.text),
                    options: provider.options, transport: transport, retry: retry))
        }
        var settings = FailoverPool.Settings()
        settings.failuresToOpen = configuration.pool.breakerFailures
        settings.coolDown = .seconds(configuration.pool.breakerCoolDownSeconds)
        settings.deadline = .seconds(configuration.pool.timeoutSeconds)
        settings.providerDeadline = .seconds(configuration.pool.timeoutSeconds / 2)
        settings.maxLagBlocks = configuration.pool.maxLagBlocks.map(UInt64.init)
        settings.maxLagSeconds = configuration.pool.maxLagSeconds
        let name = configuration.name
        let observe: PoolObserver = { [metrics] event in
            metrics.upstreamCalls.count([
                "chain": name, "provider": event.provider, "purpose": event.purpose.rawValue, "outcome": event.outcome,
            ])
            metrics.upstreamSeconds.observe(event.seconds, ["chain": name, "provider": event.provider])
            if let head = event.head {
                metrics.providerHeads.set(Double(head), ["chain": name, "provider": event.provider])
            }
        }
        return FailoverPool(chain: chain, providers: providers, identify: identify, settings: settings, observe: observe)
    }
}
