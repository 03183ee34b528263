import ChainConformance
import ChainKit
import Foundation

/// The scripted upstreams of the test server's chains.
final class TestChains: Sendable {
    let sol: ScriptedUpstream
    let eth: ScriptedUpstream

    static let genesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
    static let collection = "3WZfJjGiv4yeTw1TMy3Fjzjc5MY8CnsFsxTJDc6RZfEp"
    static let contract = "0x3C2aF055277d632ba4FA3BB32aF88176Da5D9B52"

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

    /// An index, and the chain behind it, in which each owner has one token of the collection.
    static func solana(owners: [String]) -> [ScriptedUpstream.Entry] {
        solana(tokens: Dictionary(uniqueKeysWithValues: owners.map { ($0, ["E621KXPGs8dJkCsHENz3r146AgSqrjqe5jGnVQx1Qang"]) }))
    }

    /// An index, and the chain behind it, in which each owner has these MPL Core assets of the collection.
    static func solana(tokens: [String: [String]]) -> [ScriptedUpstream.Entry] {
        tokens.flatMap { owner, ids -> [ScriptedUpstream.Entry] in
            [
                .rpc(
                    "getAssetsByOwner", params: page(of: owner),
                    result: assets(ids.map { asset($0, of: owner, in: collection) })),
                .rpc("getProgramAccounts", params: coreSearch(owner), result: coreAssets(ids, of: owner)),
            ]
        } + [
            .rpc("getGenesisHash", result: .string(genesis)), .rpc("getAssetsByOwner", result: assets([])),
            .rpc("getTokenAccountsByOwner", result: ["context": ["slot": 1], "value": []]),
            .rpc("getMultipleAccounts", result: ["context": ["slot": 1], "value": [collectionAccount]]),
            .rpc("getProgramAccounts", result: ["context": ["slot": 1], "value": []]),
            .rpc("searchAssets", params: anyMember, result: assets([asset(token(9), of: core, in: collection)])),
            .rpc("searchAssets", result: assets([])),
        ]
    }

    private static let anyMember: JSONValue = ["grouping": ["collection", .string(collection)], "page": 1, "limit": 1]
    private static let core = "CoREENxT6tW1HoK8ypY1SxRMZTcVPm7R94rH4PZNhX7d"
    private static let collectionAccount: JSONValue = ["owner": .string(core), "lamports": 1, "data": ["BQ==", "base64"]]

    private static func coreSearch(_ owner: String) -> JSONValue {
        func filter(_ bytes: [UInt8], at offset: Int64) -> JSONValue {
            ["memcmp": ["offset": .integer(offset), "bytes": .string(Base58.encode(bytes))]]
        }
        let filters: JSONValue = [
            filter([1] + (Base58.decode(owner) ?? []), at: 0), filter([2] + (Base58.decode(collection) ?? []), at: 33),
        ]
        return [
            .string(core), ["encoding": "base64", "commitment": "confirmed", "withContext": true, "filters": filters],
        ]
    }

    private static func coreAssets(_ ids: [String], of owner: String) -> JSONValue {
        let text: [UInt8] = [1, 0, 0, 0, 65]
        let data =
            [1] + (Base58.decode(owner) ?? []) + [2] + (Base58.decode(collection) ?? []) + text + text + [0]
        let account: JSONValue = [
            "owner": .string(core), "lamports": 1, "data": [.string(Data(data).base64EncodedString()), "base64"],
        ]
        return ["context": ["slot": 1], "value": .array(ids.map { ["pubkey": .string($0), "account": account] })]
    }

    /// A node without Multicall3 on which every contract is ERC-721 and every balance this one.
    static func ethereum(balance: Int) -> [ScriptedUpstream.Entry] {
        let word = Hex.encode([UInt8](repeating: 0, count: 31) + [UInt8(balance)], prefixed: true)
        return [
            .rpc("eth_chainId", result: "0x1"), .rpc("eth_getBlockByNumber", result: block),
            .rpc("eth_getCode", result: "0x"),
        ] + interfaces(of: contract, at: "0x1406f40") + [.rpc("eth_call", result: .string(word))]
    }

    /// A contract that says what it is (ERC-165).
    static func interfaces(of contract: String, at block: String) -> [ScriptedUpstream.Entry] {
        [("01ffc9a7", "1"), ("ffffffff", "0"), ("80ac58cd", "1")].map { id, flag in
            let data = "0x01ffc9a7" + id + String(repeating: "0", count: 56)
            return .rpc(
                "eth_call", params: [["to": .string(contract), "data": .string(data)], .string(block)],
                result: .string("0x" + String(repeating: "0", count: 63) + flag))
        }
    }

    static let block: JSONValue = [
        "number": "0x1406f40", "hash": "0x88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6",
        "timestamp": "0x6af00000",
    ]

    static func page(of owner: String) -> JSONValue {
        [
            "ownerAddress": .string(owner), "page": 1, "limit": 1000, "sortBy": ["sortBy": "id", "sortDirection": "asc"],
            "options": ["showUnverifiedCollections": false, "showFungible": false],
        ]
    }

    static func assets(_ items: [JSONValue]) -> JSONValue {
        ["total": .integer(Int64(items.count)), "limit": 1000, "page": 1, "items": .array(items)]
    }

    static func asset(_ id: String, of owner: String, in collection: String) -> JSONValue {
        [
            "id": .string(id), "interface": "MplCoreAsset", "burnt": false, "mutable": true,
            "ownership": ["owner": .string(owner), "delegated": false, "frozen": false, "ownership_model": "single"],
            "grouping": [["group_key": "collection", "group_value": .string(collection)]],
            "compression": ["compressed": false],
        ]
    }
}
