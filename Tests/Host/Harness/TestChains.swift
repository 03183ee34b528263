import ChainConformance
import ChainKit

/// The scripted upstreams of the test server's chains.
final class TestChains: Sendable {
    let sol: ScriptedUpstream
    let eth: ScriptedUpstream

    static let genesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
    static let collection = "3WZfJjGiv4yeTw1TMy3Fjzjc5MY8CnsFsxTJDc6RZfEp"
    static let contract = "0x3c2Af055277D632BA4Fa3bB32aF88176DA5d9b52".lowercased()

    init() {
        do {
            sol = try ScriptedUpstream(script: Self.solana(owners: []))
            eth = try ScriptedUpstream(script: Self.ethereum(balance: 0))
        } catch {
            preconditionFailure("no loopback port is free: \(error)")
        }
        sol.start()
        eth.start()
    }

    func stop() {
        sol.stop()
        eth.stop()
    }

    /// An index in which each owner has one token of the collection.
    static func solana(owners: [String]) -> [ScriptedUpstream.Entry] {
        owners.map { owner in
            .rpc("getAssetsByOwner", params: page(of: owner), result: assets([asset(of: owner)]))
        } + [
            .rpc("getGenesisHash", result: .string(genesis)), .rpc("getAssetsByOwner", result: assets([])),
            .rpc("getTokenAccountsByOwner", result: ["context": ["slot": 1], "value": []]),
            .rpc("getMultipleAccounts", result: ["context": ["slot": 1], "value": [nil]]),
        ]
    }

    /// A node without Multicall3 on which every ERC-721 balance is this one.
    static func ethereum(balance: Int) -> [ScriptedUpstream.Entry] {
        let word = Hex.encode([UInt8](repeating: 0, count: 31) + [UInt8(balance)], prefixed: true)
        return [
            .rpc("eth_chainId", result: "0x1"), .rpc("eth_getBlockByNumber", result: block),
            .rpc("eth_getCode", result: "0x"), .rpc("eth_call", result: .string(word)),
        ]
    }

    static let block: JSONValue = [
        "number": "0x1406f40", "hash": "0x88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6",
        "timestamp": "0x6af00000",
    ]

    private static func page(of owner: String) -> JSONValue {
        [
            "ownerAddress": .string(owner), "page": 1, "limit": 1000, "sortBy": ["sortBy": "id", "sortDirection": "asc"],
            "options": ["showUnverifiedCollections": false, "showFungible": false],
        ]
    }

    private static func assets(_ items: [JSONValue]) -> JSONValue {
        ["total": .integer(Int64(items.count)), "limit": 1000, "page": 1, "items": .array(items)]
    }

    private static func asset(of owner: String) -> JSONValue {
        [
            "id": "E621KXPGs8dJkCsHENz3r146AgSqrjqe5jGnVQx1Qang", "interface": "V1_NFT", "burnt": false, "mutable": true,
            "ownership": ["owner": .string(owner), "delegated": false, "frozen": false, "ownership_model": "single"],
            "grouping": [["group_key": "collection", "group_value": .string(collection)]],
            "compression": ["compressed": false],
        ]
    }
}
