import ChainKit
import Foundation

/// An adapter whose accounts are the names of the providers that answered for them.
struct AskingAdapter: ChainAdapter, AccountFormat {
    let chain: ChainID
    let pool: any ProviderPool

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "asking", version: "1.0.0", roles: [.accounts], assetKinds: [], configurationSchema: [:], hosts: [],
            budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { self }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { nil }
    func health() async -> AdapterHealth { AdapterHealth(providers: await pool.health()) }

    func account(_ text: String) async throws(ChainError) -> Account {
        let chain = chain
        return try await pool.ask { provider throws(ChainError) in
            let answer = try await provider.call(RPCCall(text))
            guard case .success(let name) = answer, let name = name.text else {
                throw ChainError(.accountInvalid, "The node refused.")
            }
            return try Account(chain: chain, address: name)
        }
    }

    static let kind = AdapterKind(id: "asking", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil) {
        setup throws(ChainError) in
        let chain = try ChainID("test:1")
        return AskingAdapter(
            chain: chain,
            pool: setup.connect(chain) { provider throws(ChainError) in
                let told = try await provider.call(RPCCall("chain"))
                guard case .success(let id) = told, id.text == provider.name else {
                    throw ChainError(.upstreamInvalid, "Another provider answered.")
                }
                return ProviderIdentity(chain: chain, head: 7)
            })
    }
}

/// A provider that answers with its name, or with its failure.
struct NamedProvider: Provider {
    let name: String
    let options: JSONValue = [:]
    var failure: ChainError?
    /// Runs before each answer.
    var pause: @Sendable (RPCCall) async -> Void = { _ in }
    /// Told of each request that is no call.
    var take: @Sendable (WebRequest) -> Void = { _ in }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        await pause(call)
        if let failure, call.method != "chain" { throw failure }
        if call.method == "refuse" { return .failure(RPCFailure(code: 3, message: "No.")) }
        return .success(.string(name))
    }
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] { [] }
    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        take(request)
        return WebAnswer(status: 404)
    }
}
