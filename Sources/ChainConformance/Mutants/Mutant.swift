import ChainKit

/// An adapter that breaks one requirement: the suite is trusted because it catches each of them.
public struct Mutant: Sendable {
    /// The requirement that has to catch it.
    public let breaks: RequirementID
    /// What is wrong with it, in a few words.
    public let summary: String
    let spoil: @Sendable (AdapterKind) -> AdapterKind

    init(_ breaks: RequirementID, _ summary: String, spoil: @escaping @Sendable (AdapterKind) -> AdapterKind) {
        self.breaks = breaks
        self.summary = summary
        self.spoil = spoil
    }

    /// A mutant that replaces roles of the adapter once it is made.
    init(
        _ breaks: RequirementID, _ summary: String,
        adapter change: @escaping @Sendable (inout SpoiltAdapter) -> Void
    ) {
        self.init(breaks, summary) { kind in
            kind.making { setup throws(ChainError) in
                var adapter = SpoiltAdapter(try await kind.make(setup))
                change(&adapter)
                return adapter
            }
        }
    }

    /// The same adapter with this one thing wrong.
    public func of(_ adapter: AdapterUnderTest) -> AdapterUnderTest { adapter.replacing(spoil(adapter.kind)) }

    /// At least one for each requirement.
    public static let all: [Mutant] = accounts + ownership + holdings + answers + safety
}

extension AdapterKind {
    func making(
        _ make: @escaping @Sendable (AdapterSetup) async throws(ChainError) -> any ChainAdapter
    ) -> AdapterKind {
        AdapterKind(
            id: id, namespace: namespace, accounts: accounts, vectorOps: vectorOps, testWallets: testWallets,
            defaultProviders: defaultProviders, make: make)
    }
}

extension AdapterSetup {
    /// The same setup with other pools of providers.
    func connecting(
        _ connect: @escaping @Sendable (_ chain: ChainID, _ identify: @escaping Identify) -> any ProviderPool
    ) -> AdapterSetup {
        AdapterSetup(name: name, options: options, providers: providers, now: now, log: log, connect: connect)
    }
}
