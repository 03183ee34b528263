import ChainConformance
import ChainKit
import Foundation

extension ScriptedTON {
    /// Everything an interface can be asked about these items, and about owners who have none.
    static func script(_ api: API, _ items: [Item], strangers: [String] = [], globalID: Int64 = -239) -> [Entry] {
        let owned: [String: [Item]] = Dictionary(grouping: items, by: \.owner).merging(strangers.map { ($0, []) }) { some, _ in
            some
        }
        let lists = owned.map { owner, items in
            get(listPath(api, of: owner), ["nft_items": .array(items.map { listed(api, $0) })])
        }
        let contracts = items.flatMap { item in
            [
                run(api, "get_nft_data", of: item.address, returning: data(api, item)),
                run(api, "get_revoked_time", of: item.address, returning: nil),
                run(
                    api, "get_nft_address_by_index", of: collection, number: item.number,
                    returning: [slice(api, item.isGenuine ? item.address : address(0xEE))]),
            ]
        }
        return [identity(api, globalID)] + lists + contracts
    }

    /// A wallet's contract, told by TON Center, that names a key: that of the wallet itself unless another lies there.
    static func key(of wallet: TestWallet, at contract: TestWallet? = nil) throws -> Entry {
        let key = try wallet.answer([:])["data"]?["public_key"]?.text ?? ""
        return run(
            .toncenter, "get_public_key", of: try owner(contract ?? wallet), returning: [number(.toncenter, "0x" + key)])
    }

    private static func identity(_ api: API, _ globalID: Int64) -> Entry {
        let block: [String: JSONValue] = ["global_id": .integer(globalID), "seqno": 51, "gen_utime": 1_794_999_999]
        return switch api {
        case .toncenter: get("/api/v3/masterchainInfo", ["last": .object(block)])
        case .tonapi: get("/v2/blockchain/masterchain-head", .object(block))
        }
    }

    /// Where an owner's items of the collection are listed.
    static func listPath(_ api: API, of owner: String) -> String {
        let filter = "0%3A" + collection.dropFirst(2)
        return switch api {
        case .toncenter:
            "/api/v3/nft/items?owner_address=0%3A\(owner.dropFirst(2))&collection_address=\(filter)&limit=250&offset=0"
        case .tonapi: "/v2/accounts/\(owner)/nfts?collection=\(filter)&limit=250&offset=0&indirect_ownership=false"
        }
    }

    static func listed(_ api: API, _ item: Item) -> JSONValue {
        let (address, owner) = (JSONValue.string(item.address), JSONValue.string(item.owner))
        return switch api {
        case .toncenter:
            [
                "address": address, "init": true, "index": .string(String(item.number)),
                "collection_address": .string(collection), "owner_address": owner, "on_sale": false,
            ]
        case .tonapi:
            [
                "address": address, "index": 0, "verified": true, "trust": "none",
                "collection": ["address": .string(collection)], "owner": ["address": owner],
            ]
        }
    }

    private static func data(_ api: API, _ item: Item) -> [JSONValue] {
        [
            number(api, "-0x1"), number(api, hex(item.number)), slice(api, collection), slice(api, item.owner),
            slice(api, address(0)),
        ]
    }

    /// A get method that returns, or is missing.
    private static func run(
        _ api: API, _ method: String, of contract: String, number argument: UInt8? = nil, returning stack: [JSONValue]?
    ) -> Entry {
        let answer: JSONValue = [
            "success": .bool(stack != nil), "exit_code": stack == nil ? 11 : 0, "stack": .array(stack ?? []),
        ]
        let arguments = argument.map { [hex($0)] } ?? []
        switch api {
        case .toncenter:
            let values = arguments.map { ["type": "num", "value": .string($0)] as JSONValue }
            let body: JSONValue = ["address": .string(contract), "method": .string(method), "stack": .array(values)]
            return Entry(
                .init(method: "POST", path: "/api/v3/runGetMethod", body: body), .init(body: .json(answer)))
        case .tonapi:
            let query = arguments.map { "?args=\($0)" }.joined()
            return get("/v2/blockchain/accounts/\(contract)/methods/\(method)\(query)", answer)
        }
    }

    private static func get(_ path: String, _ body: JSONValue) -> Entry {
        Entry(.init(method: "GET", path: path), .init(body: .json(body)))
    }

    private static func hex(_ number: UInt8) -> String { Hex.encode([number], prefixed: true) }

    private static func number(_ api: API, _ text: String) -> JSONValue {
        ["type": "num", api == .toncenter ? "value" : "num": .string(text)]
    }

    /// An address as a contract returns it: in a cell of its own.
    private static func slice(_ api: API, _ address: String) -> JSONValue {
        let bag = bagOfCells(Hex.decode(String(address.dropFirst(2))) ?? [])
        return switch api {
        case .toncenter: ["type": "slice", "value": .string(Data(bag).base64EncodedString())]
        case .tonapi: ["type": "cell", "cell": .string(Hex.encode(bag))]
        }
    }

    /// One cell of 267 bits (addr_std: 10, no anycast, workchain 0, the hash) in a bag without index and checksum.
    private static func bagOfCells(_ hash: [UInt8]) -> [UInt8] {
        let head: [UInt8] = [0xb5, 0xee, 0x9c, 0x72, 0x01, 0x01, 0x01, 0x01, 0x00, 0x24, 0x00, 0x00, 0x43]
        // The eleven bits before the hash, then the hash three bits further on, then the bit that ends the data.
        var data: [UInt8] = [0b1000_0000, 0]
        for byte in hash {
            data[data.count - 1] |= byte >> 3
            data.append(byte << 5)
        }
        data[data.count - 1] |= 0b0001_0000
        return head + data
    }
}
