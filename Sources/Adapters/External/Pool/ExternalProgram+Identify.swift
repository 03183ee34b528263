import AdapterProtocol
import ChainKit

extension ExternalProgram {
    /// Joins the chain's providers into the pool that the program asks, and lets the program say which chain each serves.
    func connect(_ chain: ChainID, _ setup: AdapterSetup) {
        self.chain.keep(chain)
        pool.put(
            setup.connect(chain) { [weak self] provider throws(ChainError) in
                guard let self else { throw .withdrawn }
                return try await identify(provider)
            })
    }

    private func identify(_ provider: any Provider) async throws(ChainError) -> ProviderIdentity {
        // Calls that have a place wait for this, so it takes none.
        let end = clock.elapsed() + limits.deadline
        let run = try await run(within: limits.deadline)
        let left = end - clock.elapsed()
        return try await run.asks.lend(provider) { number throws(ChainError) in
            do throws(ChainError) {
                let params: JSONValue = ["ask": .integer(number), "provider": provider.described]
                return try ProviderIdentity(wire: await ask(run, "provider.identify", params, within: left))
            } catch {
                // That the program ended is not the provider's fault.
                throw run.peer.ending.kept == nil ? error : .withdrawn
            }
        }
    }
}

extension Provider {
    /// What a program may know of a provider.
    var described: JSONValue { ["name": .string(name), "options": options] }
}
