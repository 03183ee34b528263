import ChainKit
import Foundation

@testable import Host

/// A configuration in memory, right as it stands; tests spoil parts of it.
struct ConfigurationFixture {
    static let genesis = """
        name: genesis
        group_id: 3
        window: { start: 2026-12-01T00:00:00Z, end: 2027-01-01T00:00:00Z }
        limit: 5000
        methods: [sol, berachain]
        requirement:
          any:
            - holds: { chain: sol, token: frog, at_least: 2 }
            - holds: { chain: berachain, token: bear }
            - method: bypass
        """

    static let main = """
        server:
          listen: 127.0.0.1:8080
          domain: rewards.example
          uri: https://rewards.example
        database: sqlite:var/gatehouse.db
        tokens:
          keys:
            - { kid: k1, algorithm: HS256, secret: "${TOKEN_KEY}" }
        chains:
          sol:
            adapter: paper
            network: main
            providers:
              - { url: "https://rpc.example/${RPC_KEY}", das: true }
          berachain:
            adapter: paper
            network: bera
        """

    var files = ["config/gatehouse.yaml": main, "config/campaigns/genesis.yaml": genesis]
    var environment = ["TOKEN_KEY": "kW9xP2mL7vQ4sT8nB3jF6hD1gR5yC0zA", "RPC_KEY": "rpc-key-7731"]

    /// The fixture with a part of a file replaced.
    func replacing(_ old: String, _ new: String, in file: String = "config/gatehouse.yaml") throws -> Self {
        var copy = self
        let text = files[file] ?? ""
        guard text.contains(old) else { throw ChainError(.internalError, "The fixture has no \(old).") }
        copy.files[file] = text.replacing(old, with: new)
        return copy
    }

    var source: ConfigurationFiles {
        ConfigurationFiles { [files] path throws(ChainError) in
            guard let text = files[path] else { throw ChainError(.configurationInvalid, "The file \(path) cannot be read.") }
            return text
        } list: { [files] directory in
            let inside = files.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
            return inside.isEmpty ? nil : inside.filter { !$0.contains("/") }
        }
    }

    func load(kinds: [AdapterKind] = [PaperChain.kind]) async throws(ConfigurationMistakes) -> GatehouseConfiguration {
        try await ConfigurationLoader.load(
            file: "config/gatehouse.yaml", environment: environment, kinds: kinds, files: source)
    }

    /// What loading complains about, one line a mistake.
    func complaints(kinds: [AdapterKind] = [PaperChain.kind]) async -> [String] {
        do {
            _ = try await load(kinds: kinds)
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }
}

/// A chain without a network: addresses are words, assets `{token: name}`.
struct PaperChain: ChainAdapter, AccountFormat, HoldingReader {
    static let kind = AdapterKind(
        id: "paper", namespace: "paper", accounts: { chain in PaperChain(chain: chain) }, vectorOps: [], testWallets: nil
    ) { setup throws(ChainError) in
        guard let network = setup.options["network"]?.text else {
            throw ChainError(.configurationInvalid, "\"network\" is missing; write network: main.")
        }
        guard network != "moon" else {
            throw ChainError(.configurationInvalid, "Found \"moon\"; write main or bera.", pointer: "/network")
        }
        let chain = try ChainID(namespace: "paper", reference: network)
        _ = setup.connect(chain) { _ throws(ChainError) in ProviderIdentity(chain: chain) }
        return PaperChain(chain: chain)
    }

    let chain: ChainID
    var manifest: AdapterManifest {
        AdapterManifest(
            id: "paper", version: "1.0.0", roles: [.accounts, .holdings], assetKinds: ["token"], configurationSchema: [:],
            hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { self }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { self }
    func health() async -> AdapterHealth { AdapterHealth(providers: []) }

    func account(_ text: String) throws(ChainError) -> Account { try Account(chain: chain, address: text) }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        guard let token = description["token"]?.text else {
            throw ChainError(.assetInvalid, "Write the token's name as text.", pointer: "/token")
        }
        return Asset(chain: chain, namespace: "token", reference: token)
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        queries.map { _ in .failure(ChainError(.upstreamUnavailable, "Paper answers nothing.")) }
    }
}
