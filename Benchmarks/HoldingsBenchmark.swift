import AdapterSet
import ChainKit
import Foundation
import Synchronization

/// What a batch of holding queries costs, with the requests it sends upstream.
enum HoldingsBenchmark {
    static func run() async throws {
        for chain in [MemoryNode.ethereum, MemoryNode.berachain, MemoryNode.solana] {
            for count in [1, 100, 10_000] { try await run(count, on: chain) }
        }
    }

    private static func run(_ count: Int, on chain: MemoryNode.Chain) async throws {
        let node = MemoryNode(chain)
        guard let kind = AdapterSet.kinds.first(where: { $0.id == chain.kind }) else {
            throw BenchmarkError.unexpected("no adapter \(chain.kind)")
        }
        let provider = AdapterSetup.ProviderDescription(name: node.name, host: "none", options: node.options)
        let adapter = try await kind.make(
            AdapterSetup(name: chain.kind, options: chain.options, providers: [provider], now: { Date(timeIntervalSince1970: 0) })
            {
                _, _ in OneNode(node: node)
            })
        guard let reader = adapter.holdings else { throw BenchmarkError.unexpected("\(chain.kind) reads nothing") }
        let asset = try await reader.asset(chain.asset)
        var queries: [HoldingQuery] = []
        for number in 0..<count {
            queries.append(HoldingQuery(account: try await adapter.accounts.account(chain.address(number)), asset: asset))
        }
        let start = ContinuousClock.now
        let answers = await reader.holdings(queries)
        let seconds = start.duration(to: .now) / .seconds(1)
        guard answers.allSatisfy({ (try? $0.get()) != nil }) else {
            throw BenchmarkError.unexpected("\(chain.name) left a query open: \(answers.first.map { "\($0)" } ?? "")")
        }
        let budget = adapter.manifest.budget.limit(queries: count, accounts: count)
        print(
            "  \(chain.name), \(count) queries: \(String(format: "%.1f", seconds * 1000)) ms, \(node.requests) upstream requests (budget \(budget))"
        )
        guard node.requests <= budget else { throw BenchmarkError.unexpected("more requests than the adapter's budget") }
    }
}

/// A node or indexer that answers at once, and counts.
final class MemoryNode: Provider {
    struct Chain: Sendable {
        let name: String
        let kind: String
        let options: JSONValue
        let provider: JSONValue
        let asset: JSONValue
        let address: @Sendable (Int) -> String
    }

    static let ethereum = Chain(
        name: "EVM, ERC-20", kind: "evm", options: ["network": 1, "multicall": false, "max_calls_per_request": 500],
        provider: [:],
        asset: ["erc20": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "decimals": 18], address: evmAddress)
    static let berachain = Chain(
        name: "EVM, ERC-721", kind: "evm", options: ["network": 80_094, "multicall": false, "max_calls_per_request": 500],
        provider: [:], asset: ["erc721": "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"], address: evmAddress)
    static let solana = Chain(
        name: "Solana, collection", kind: "solana", options: ["network": "mainnet"], provider: ["das": true],
        asset: ["collection": .string(Base58.encode([UInt8](repeating: 100, count: 32)))]
    ) { number in
        Base58.encode(Amount(UInt64(number + 1)).bigEndianBytes(count: 32) ?? [])
    }

    private static let evmAddress: @Sendable (Int) -> String = { number in
        Hex.encode(Amount(UInt64(number + 1)).bigEndianBytes(count: 20) ?? [], prefixed: true)
    }

    let name = "memory"
    var options: JSONValue { chain.provider }
    private let chain: Chain
    private let count = Atomic<Int>(0)

    init(_ chain: Chain) { self.chain = chain }

    /// HTTP requests so far.
    var requests: Int { count.load(ordering: .relaxed) }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        count.add(1, ordering: .relaxed)
        return .success(answer(call))
    }

    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        count.add(1, ordering: .relaxed)
        return calls.map { .success(answer($0)) }
    }

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        throw ChainError(.upstreamUnavailable, "This node speaks JSON-RPC and nothing else.")
    }

    private func answer(_ call: RPCCall) -> JSONValue {
        switch call.method {
        case "eth_getBlockByNumber": ["number": "0x10", "timestamp": "0x10"]
        case "eth_call":
            call.params[0]?["data"]?.text?.hasPrefix("0x01ffc9a7ffffffff") == true ? Self.word(0) : Self.word(1)
        case "getAssetsByOwner": ["total": 1, "limit": 1000, "page": 1, "items": [asset(of: call.params["ownerAddress"])]]
        default: nil
        }
    }

    private static func word(_ number: UInt64) -> JSONValue {
        .string(Hex.encode(Amount(number).bigEndianBytes(count: 32) ?? [], prefixed: true))
    }

    private func asset(of owner: JSONValue?) -> JSONValue {
        [
            "id": "E621KXPGs8dJkCsHENz3r146AgSqrjqe5jGnVQx1Qang", "interface": "V1_NFT", "burnt": false,
            "ownership": ["owner": owner ?? .null, "delegate": nil], "compression": ["compressed": false],
            "grouping": [["group_key": "collection", "group_value": chain.asset["collection"] ?? .null]],
        ]
    }
}

/// A pool of one node that never fails.
struct OneNode: ProviderPool {
    let node: MemoryNode

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        try await work(node)
    }

    func health() async -> [ProviderHealth] { [] }
}
