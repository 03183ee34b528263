import ChainKit
import Synchronization
import Upstream

/// A configured chain and its adapter.
struct BuiltChain: Sendable {
    /// With the providers that the adapter brought along, if the configuration names none.
    let chain: ChainConfiguration
    let adapter: any ChainAdapter
}

extension PlatformAssembly {
    /// - Throws: what the adapter refuses, or `configuration_invalid`, with a pointer.
    func build(_ written: ChainConfiguration, _ configuration: GatehouseConfiguration) async throws(ChainError) -> BuiltChain {
        let kind = try kind(of: written)
        let report = try requiredReport(written, of: kind, configuration)
        var chain = written
        if chain.providers.isEmpty { chain.providers = Self.providers(of: kind) }
        guard chain.quorum <= max(1, chain.providers.count) else {
            throw ChainError(
                .configurationInvalid,
                "Found a quorum of \(chain.quorum) with \(chain.providers.count) providers; write at most as many as there are.",
                pointer: "/quorum")
        }
        var (adapter, pool) = try await make(kind, chain, report)
        // An adapter that confirms by itself, with the chain beside the index, is to stop as well.
        if !chain.confirmsEmpty, adapter.manifest.hasMember("confirm_empty"), case .object(var members) = chain.options {
            members["confirm_empty"] = false
            chain.options = .object(members)
            await adapter.close()
            (adapter, pool) = try await make(kind, chain, report)
        }
        let sources: [(name: String, adapter: any ChainAdapter)]
        do throws(ChainError) {
            // Refuses an adapter of another contract version, here where its chain is known.
            _ = try AdapterRegistry([(chain.name, adapter)])
            try report?.require(adapter.manifest)
            sources = try await self.sources(kind, chain, pool, report)
        } catch {
            await adapter.close()
            throw error
        }
        return BuiltChain(
            chain: chain,
            adapter: CrossCheckedAdapter(adapter, sources: sources, chain: chain) { [observe, name = chain.name] in
                observe(name, $0)
            })
    }

    /// Those that an adapter brings along; each has a name of its own, by which it is asked alone.
    private static func providers(of kind: AdapterKind) -> [ProviderConfiguration] {
        kind.defaultProviders.reduce(into: []) { providers, url in
            let host = WebURL.host(of: url) ?? url
            let twins = providers.count { $0.host == host }
            let name = twins == 0 ? host : "\(host)-\(twins + 1)"
            providers.append(ProviderConfiguration(name: name, url: Secret(url), host: host))
        }
    }

    private func kind(of chain: ChainConfiguration) throws(ChainError) -> AdapterKind {
        let taken = ["bypass", "snapshot"] + methods.map(\.id.rawValue)
        guard !taken.contains(chain.name) else {
            throw ChainError(
                .configurationInvalid, "Found \"\(chain.name)\", which is the name of a method; call the chain otherwise.")
        }
        guard let kind = kinds.first(where: { $0.id == chain.adapter }) else {
            let names = kinds.map(\.id)
            let hint = Spelling.nearest(to: chain.adapter, among: names).map { " Did you mean \($0)?" } ?? ""
            throw ChainError(
                .configurationInvalid,
                "Found \"\(chain.adapter.prefix(64))\", which is no adapter; write one of \(names.joined(separator: ", ")).\(hint)",
                pointer: "/adapter")
        }
        return kind
    }

    private func make(
        _ kind: AdapterKind, _ chain: ChainConfiguration, _ report: RequiredReport?
    ) async throws(ChainError) -> (any ChainAdapter, pool: (any DivisiblePool)?) {
        // The adapter connects while it is made, and cannot be told that a connection was refused.
        let connection = Mutex<Result<any DivisiblePool, ChainError>?>(nil)
        let adapter = try await kind.make(
            setup(chain, report) { [connect] id, identify in
                do throws(ChainError) {
                    let pool = try connect(chain, id, identify)
                    connection.withLock { $0 = .success(pool) }
                    return pool
                } catch {
                    connection.withLock { $0 = .failure(error) }
                    return UnconnectedPool()
                }
            })
        do throws(ChainError) { return (adapter, try connection.withLock { $0 }?.get()) } catch {
            await adapter.close()
            throw error
        }
    }

    /// The chain's adapter once more for each provider, which it asks alone. It is told of all of them, so that it knows
    /// what this one cannot see.
    private func sources(
        _ kind: AdapterKind, _ chain: ChainConfiguration, _ pool: (any DivisiblePool)?, _ report: RequiredReport?
    ) async throws(ChainError) -> [(name: String, adapter: any ChainAdapter)] {
        guard let pool, chain.providers.count > 1, chain.quorum > 1 || chain.confirmsEmpty else { return [] }
        let made = await chain.providers.concurrentMap(atMost: Self.madeAtOnce) {
            provider -> Result<any ChainAdapter, ChainError> in
            let setup = setup(chain, report) { _, _ in pool.only(provider.name) }
            do throws(ChainError) { return .success(try await kind.make(setup)) } catch { return .failure(error) }
        }
        var sources: [(name: String, adapter: any ChainAdapter)] = []
        do throws(ChainError) {
            for (provider, adapter) in zip(chain.providers, made) { sources.append((provider.name, try adapter.get())) }
        } catch {
            await made.compactMap { try? $0.get() }.closeAll()
            throw error
        }
        return sources
    }

    private func setup(
        _ chain: ChainConfiguration, _ report: RequiredReport?,
        _ connect: @escaping @Sendable (ChainID, @escaping AdapterSetup.Identify) -> any ProviderPool
    ) -> AdapterSetup {
        let providers = chain.providers.map {
            AdapterSetup.ProviderDescription(name: $0.name, host: $0.host, options: $0.options, headers: Set($0.headers.keys))
        }
        var admit: AdapterSetup.Admit?
        if let report { admit = { digest throws(ChainError) in try report.require(program: digest) } }
        return AdapterSetup(
            name: chain.name, options: chain.options, providers: providers, now: now,
            log: { [log, name = chain.name] in log(name, $0) },
            admit: admit, connect: connect)
    }
}

extension AdapterManifest {
    /// Whether a chain's configuration may have that member.
    fileprivate func hasMember(_ name: String) -> Bool { configurationSchema["properties"]?[name] != nil }
}
