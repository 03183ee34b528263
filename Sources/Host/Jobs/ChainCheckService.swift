import ChainKit
import Logging
import ServiceLifecycle

/// Asks every provider once, at start, which chain it serves, and tells the operator who does not answer rightly. Nobody
/// has to wait for it: a provider that is not known to serve its chain is asked again before it is believed.
struct ChainCheckService: Service {
    let platform: CurrentPlatform
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await check() }
        try? await gracefulShutdown()
    }

    private func check() async {
        let adapters = platform.current.adapters
        await withTaskGroup(of: Void.self) { group in
            for name in adapters.names {
                guard let adapter = adapters.find(name) else { continue }
                group.addTask {
                    let health = await adapter.health()
                    // A question withdrawn by the end of the server says nothing about the provider.
                    if !Task.isCancelled { report(name, health) }
                }
            }
        }
    }

    private func report(_ name: String, _ health: AdapterHealth) {
        for provider in health.providers where provider.status != .ok {
            logger.warning(
                "provider not in order",
                metadata: ["chain": "\(name)", "provider": "\(provider.name)", "detail": "\(provider.detail ?? "")"])
        }
    }
}
