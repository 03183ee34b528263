import AdapterProtocol
import ChainKit

extension ExternalProgram {
    /// Joins the chain's providers into the pool that the program asks, and lets the program say which chain each serves.
    func connect(_ chain: ChainID, _ setup: AdapterSetup) {
        self.chain.keep(chain)
        let joined = setup.connect(chain) { [weak self] provider throws(ChainError) in
            guard let self else { throw .withdrawn }
            return try await identify(provider)
        }
        pool.put(joined, of: setup.providers)
    }

    private func identify(_ provider: any Provider) async throws(ChainError) -> ProviderIdentity {
        // Calls that have a place wait for this, so it takes none; and a wait for the program would count as the provider's time.
        let run: ProgramRun
        do throws(ChainError) { run = try await self.run(within: .zero) } catch { throw Self.nobodyToIdentify(error) }
        return try await run.asks.lend(provider) { number throws(ChainError) in
            do throws(ChainError) {
                let params: JSONValue = ["ask": .integer(number), "provider": provider.described]
                return try ProviderIdentity(wire: await ask(run, "provider.identify", params, within: limits.deadline))
            } catch {
                throw run.peer.ending.kept == nil ? error : Self.nobodyToIdentify(error)
            }
        }
    }

    /// That the program is not there is not the provider's fault, and says nothing about it.
    private static func nobodyToIdentify(_ error: ChainError) -> ChainError {
        ChainError(
            .cancelled, "The adapter's program is not running, so nobody can say which chain the provider serves.",
            retryAfterSeconds: error.retryAfterSeconds, cause: error.message)
    }
}

extension Provider {
    /// What a program may know of a provider.
    var described: JSONValue { ["name": .string(name), "options": options] }
}
