import ChainKit
import Foundation
import SolanaAdapter

/// Adapters, challenges and wallets that the tests share.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_780_000_000)
    static let secret = [UInt8](repeating: 7, count: 32)
    static let otherSecret = [UInt8](repeating: 8, count: 32)
    static let collection = address(100)
    static let otherCollection = address(101)

    /// An address made of one repeated byte.
    static func address(_ byte: UInt8) -> String { Base58.encode([UInt8](repeating: byte, count: 32)) }

    static func amount(_ units: UInt64) -> Amount { Amount(units) }

    static func wallet() throws -> any TestWalletMaker {
        guard let wallets = AdapterKind.solana.testWallets else {
            throw ChainError(.internalError, "Solana has no test wallets.")
        }
        return wallets
    }

    static func adapter(
        _ providers: [ReplayProvider] = [ReplayProvider { _ in .success(.null) }],
        options: [String: JSONValue] = [:]
    ) async throws(ChainError) -> any ChainAdapter {
        let merged = ["network": .string("mainnet")].merging(options) { _, given in given }
        let descriptions = providers.map {
            AdapterSetup.ProviderDescription(name: $0.name, host: "node.example", options: $0.options)
        }
        return try await AdapterKind.solana.make(
            AdapterSetup(name: "sol", options: .object(merged), providers: descriptions, now: { now }) { _, _ in
                ReplayPool(providers: providers)
            })
    }

    static func challenge(
        _ adapter: any ChainAdapter, account: String? = nil, change: (inout Challenge) -> Void = { _ in }
    ) async throws -> Challenge {
        var bound: Account?
        if let account { bound = try await adapter.accounts.account(account) }
        var challenge = Challenge(
            chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example/sign-in",
            statement: "Prove that you hold the key.", nonce: "k3J9x0Qz81", issuedAt: now,
            expiresAt: now.addingTimeInterval(600), account: bound)
        change(&challenge)
        return challenge
    }

    static func query(_ adapter: any ChainAdapter, _ owner: String, _ asset: JSONValue) async throws -> HoldingQuery {
        guard let holdings = adapter.holdings else { throw ChainError(.internalError, "The adapter reads no holdings.") }
        return HoldingQuery(account: try await adapter.accounts.account(owner), asset: try await holdings.asset(asset))
    }

    static func ask(_ adapter: any ChainAdapter, _ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        await adapter.holdings?.holdings(queries) ?? []
    }

    /// Asks for the collection ``collection`` of one owner.
    static func members(_ adapter: any ChainAdapter, of owner: String) async throws -> Holding {
        try await ask(adapter, [query(adapter, owner, ["collection": .string(collection)])])[0].get()
    }
}
