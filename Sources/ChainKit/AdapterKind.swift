import Foundation

/// An adapter before it is configured: what `adapter: evm` in a configuration refers to.
public struct AdapterKind: Sendable {
    /// The word after `adapter:`, such as `evm`.
    public let id: String
    /// The CAIP-2 namespace of every chain this adapter can serve, such as `eip155`; `nil` when only the configured
    /// adapter can tell, as where it is a program of its own.
    public let namespace: String?
    /// How addresses are read on a chain of the namespace, without configuring it; `nil` when ``namespace`` is.
    public let accounts: (@Sendable (ChainID) throws(ChainError) -> any AccountFormat)?
    /// Builds the adapter of one configured chain. Asks no network. Whoever makes an adapter closes it.
    public let make: @Sendable (AdapterSetup) async throws(ChainError) -> any ChainAdapter
    /// The vector operations this adapter answers with the code that serves requests.
    public let vectorOps: [VectorOp]
    public let testWallets: (any TestWalletMaker)?
    /// URLs asked, in this order, when a chain's configuration names no providers: those of a service that runs in one
    /// place only.
    public let defaultProviders: [String]

    public init(
        id: String, namespace: String?, accounts: (@Sendable (ChainID) throws(ChainError) -> any AccountFormat)?,
        vectorOps: [VectorOp], testWallets: (any TestWalletMaker)?, defaultProviders: [String] = [],
        make: @escaping @Sendable (AdapterSetup) async throws(ChainError) -> any ChainAdapter
    ) {
        self.id = id
        self.namespace = namespace
        self.accounts = accounts
        self.make = make
        self.vectorOps = vectorOps
        self.testWallets = testWallets
        self.defaultProviders = defaultProviders
    }
}

/// Everything one configured chain is built from.
public struct AdapterSetup: Sendable {
    /// Asks a provider which chain it serves and how far it has followed it.
    public typealias Identify = @Sendable (any Provider) async throws(ChainError) -> ProviderIdentity
    /// Judges a program by its digest (`sha256:` and 64 hex digits; `nil` when it cannot be read) before it runs.
    public typealias Admit = @Sendable (_ program: String?) throws(ChainError) -> Void

    /// A provider as the adapter may know it before the first call: no URL with its keys.
    public struct ProviderDescription: Sendable, Hashable {
        public let name: String
        public let host: String
        public let options: JSONValue
        /// Names of the HTTP headers that the operator has sent with every request.
        public let headers: Set<String>

        public init(name: String, host: String, options: JSONValue, headers: Set<String> = []) {
            self.name = name
            self.host = host
            self.options = options
            self.headers = headers
        }
    }

    /// Refuses provider members that the adapter does not know, so that a misspelt one is not silently without effect.
    /// - Throws: `configuration_invalid` with a pointer to the first one.
    public func requireProviderOptions(_ known: [String]) throws(ChainError) {
        for (index, provider) in providers.enumerated() {
            let unknown = provider.options.members?.keys.sorted().first { !known.contains($0) }
            guard let unknown else { continue }
            throw ChainError(
                .configurationInvalid,
                "Found \"\(unknown)\", which means nothing here; a provider has \((["name", "url", "headers"] + known).joined(separator: ", ")).",
                pointer: "/providers/\(index)/\(unknown)")
        }
    }

    /// The chain's name in the configuration, such as `berachain`.
    public let name: String
    /// The chain's members in the configuration that are not the host's own (`adapter`, `providers`, …).
    public let options: JSONValue
    public let providers: [ProviderDescription]
    /// Joins the providers into a pool that asks nobody who does not serve `chain`.
    public let connect: @Sendable (_ chain: ChainID, _ identify: @escaping Identify) -> any ProviderPool
    public let now: @Sendable () -> Date
    /// Takes a line for the operator's log, in words fit for them; must return at once.
    public let log: @Sendable (_ line: String) -> Void
    /// Asked by an adapter that is a program before it runs for the first time; `nil` where any program may run.
    public let admit: Admit?

    public init(
        name: String, options: JSONValue, providers: [ProviderDescription], now: @escaping @Sendable () -> Date,
        log: @escaping @Sendable (_ line: String) -> Void = { _ in }, admit: Admit? = nil,
        connect: @escaping @Sendable (_ chain: ChainID, _ identify: @escaping Identify) -> any ProviderPool
    ) {
        self.name = name
        self.options = options
        self.providers = providers
        self.connect = connect
        self.now = now
        self.log = log
        self.admit = admit
    }
}
