import AdapterProtocol
import ChainKit

extension ExternalAdapter {
    private static let healthDeadline: Duration = .seconds(2)

    /// The pool's providers, and the program itself as `process`.
    public func health() async -> AdapterHealth {
        async let process = processHealth()
        let providers = await program.pool.pool?.health() ?? []
        return AdapterHealth(providers: await providers + [process])
    }

    private func processHealth() async -> ProviderHealth {
        let start = program.clock.elapsed()
        do throws(ChainError) {
            let answer = try await program.askAtOnce("health", within: Self.healthDeadline)
            try answer.allow("status", "detail")
            let status = try answer.word("status", of: ProviderHealth.Status.self)
            return ProviderHealth(
                name: "process", status: status, latencyMilliseconds: (program.clock.elapsed() - start) / .milliseconds(1),
                detail: try answer.findText("detail").map { $0.shown(500) })
        } catch {
            return ProviderHealth(name: "process", status: .down, detail: error.message)
        }
    }
}
