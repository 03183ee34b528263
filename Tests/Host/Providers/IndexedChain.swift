import ChainKit
import Foundation
import Synchronization
import Upstream

@testable import Host

/// A chain whose providers each show an amount of their own, as an index.
struct IndexedChain: ChainAdapter, AccountFormat, HoldingReader {
    /// What each provider shows; one that is not named fails.
    typealias Amounts = [String: UInt64]

    let chain: ChainID
    let amounts: Amounts
    let pool: any ProviderPool
    let options: JSONValue

    /// - Parameter knowsConfirmEmpty: whether the adapter has a setting `confirm_empty` of its own.
    static func kind(
        _ amounts: Amounts, knowsConfirmEmpty: Bool = false, saw: @escaping @Sendable (AdapterSetup) -> Void = { _ in }
    ) -> AdapterKind {
        AdapterKind(
            id: "paper", namespace: "paper", accounts: { chain in PaperChain(chain: chain) }, vectorOps: [], testWallets: nil
        ) { setup throws(ChainError) in
            saw(setup)
            let chain = try ChainID(namespace: "paper", reference: setup.options["network"]?.text ?? "")
            let schema: JSONValue = knowsConfirmEmpty ? ["properties": ["confirm_empty": ["type": "boolean"]]] : [:]
            let pool = setup.connect(chain) { _ throws(ChainError) in ProviderIdentity(chain: chain) }
            return IndexedChain(chain: chain, amounts: amounts, pool: pool, options: schema)
        }
    }

    /// A pool of providers that have names and nothing else.
    static let connect: Platform.Connect = { configuration, chain, identify throws(ChainError) in
        FailoverPool(
            chain: chain, providers: configuration.providers.map { NamedProvider(name: $0.name) }, identify: identify)
    }

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "paper", version: "1.0.0", roles: [.accounts, .holdings], assetKinds: ["token"], configurationSchema: options,
            hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { self }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { self }
    func health() async -> AdapterHealth { AdapterHealth(providers: await pool.health()) }

    func account(_ text: String) throws(ChainError) -> Account { try Account(chain: chain, address: text) }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        Asset(chain: chain, namespace: "token", reference: description["token"]?.text ?? "")
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        do throws(ChainError) {
            let (amount, source) = try await pool.ask { [amounts] provider throws(ChainError) in
                guard let amount = amounts[provider.name] else { throw ChainError(.upstreamTimeout, "late") }
                return (amount, provider.name)
            }
            return queries.map { _ in
                .success(
                    Holding(
                        amount: Amount(amount), basis: .index, at: nil, source: source,
                        observedAt: Date(timeIntervalSince1970: 0)))
            }
        } catch {
            return queries.map { _ in .failure(error) }
        }
    }
}

private struct NamedProvider: Provider {
    let name: String
    var options: JSONValue { [:] }
    private var silence: ChainError { ChainError(.upstreamUnavailable, "\(name) is a name.") }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer { throw silence }
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] { throw silence }
    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer { throw silence }
}
