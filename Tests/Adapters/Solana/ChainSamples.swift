import ChainKit
import Foundation

/// Answers of nodes and indexers, as JSON.
enum Answered {
    static let token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
    static let token2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
    static let metadataProgram = "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s"
    static let core = "CoREENxT6tW1HoK8ypY1SxRMZTcVPm7R94rH4PZNhX7d"

    static func at(slot: Int64 = 1000, _ value: JSONValue) -> JSONValue {
        ["context": ["slot": .integer(slot)], "value": value]
    }

    static func asset(
        _ id: String, owner: String, collection: String = Sample.collection, _ change: [String: JSONValue] = [:]
    ) -> JSONValue {
        let asset: [String: JSONValue] = [
            "id": .string(id), "interface": "V1_NFT", "burnt": false, "ownership": ["owner": .string(owner), "delegate": nil],
            "grouping": [["group_key": "collection", "group_value": .string(collection)]],
        ]
        return .object(asset.merging(change) { _, given in given })
    }

    static func page(_ items: [JSONValue], number: Int64 = 1, limit: Int64 = 1000) -> JSONValue {
        [
            "total": .integer(Int64(items.count)), "limit": .integer(limit), "page": .integer(number), "items": .array(items),
            "last_indexed_slot": 900,
        ]
    }

    /// Each with a key of its own.
    static func tokenAccount(
        mint: String, owner: String, amount: String = "1", decimals: Int64 = 0, program: String = token
    ) -> JSONValue {
        let info: JSONValue = [
            "mint": .string(mint), "owner": .string(owner), "state": "initialized",
            "tokenAmount": ["amount": .string(amount), "decimals": .integer(decimals)],
        ]
        return [
            "pubkey": .string(Base58.encode((0..<32).map { _ in UInt8.random(in: 1...255) })),
            "account": ["owner": .string(program), "data": ["parsed": ["info": info], "program": "spl-token"]],
        ]
    }

    static func account(program: String, _ data: [UInt8]) -> JSONValue {
        ["owner": .string(program), "lamports": 1, "data": [.string(Data(data).base64EncodedString()), "base64"]]
    }

    /// A Token Metadata account without creators, with a collection.
    static func metadata(mint: String, collection: String, isVerified: Bool = true) -> JSONValue {
        var data: [UInt8] = [4] + [UInt8](repeating: 9, count: 32) + bytes(mint)
        for _ in 0..<3 { data += [2, 0, 0, 0] + Array("ab".utf8) }
        data += [0, 0, 0, 1, 1]
        data += [0, 1, 0, 1, isVerified ? 1 : 0] + bytes(collection) + [0]
        return account(program: metadataProgram, data)
    }

    /// An MPL Core asset in a collection.
    static func coreAsset(owner: String, collection: String) -> JSONValue {
        account(program: core, [1] + bytes(owner) + [2] + bytes(collection) + [1, 0, 0, 0, 65, 0, 0, 0, 0, 0])
    }

    static func bytes(_ address: String) -> [UInt8] { Base58.decode(address) ?? [] }
}
