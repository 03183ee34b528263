import ChainCrypto
import ChainKit
import Foundation

enum Samples {
    static let user = "80351110224678912"
    static let otherUser = "80351110224678913"
    static let guild = "197038439483310086"
    static let red = "41771983423143936"
    static let blue = "41771983423143937"

    static let membership: JSONValue = ["guild": .string(guild)]
    static let hasRed: JSONValue = ["guild": .string(guild), "role": .string(red)]
    static let hasBlue: JSONValue = ["guild": .string(guild), "role": .string(blue)]

    static func member(_ roles: [String] = [red], user: String = user, pending: JSONValue = false) -> JSONValue {
        [
            "user": ["id": .string(user), "username": "x"], "nick": nil, "roles": .array(roles.map { .string($0) }),
            "joined_at": "2024-01-01T00:00:00.000000+00:00", "pending": pending, "communication_disabled_until": nil,
        ]
    }

    static func command(
        _ options: [String: JSONValue] = ["campaign": "genesis"], name: String = "gatehouse", roles: [String] = [red],
        pending: JSONValue = false
    ) -> JSONValue {
        [
            "id": "1190000000000000001", "type": 2, "token": "reply-token", "guild_id": .string(guild),
            "data": [
                "id": "2", "name": .string(name), "type": 1,
                "options": .array(options.map { ["name": .string($0), "type": 3, "value": $1] }),
            ],
            "member": member(roles, pending: pending),
        ]
    }
}

/// Discord's side of the signature.
enum Signer {
    static let seed = [UInt8](repeating: 7, count: 32)
    static var publicKey: String { Ed25519.publicKey(seed: seed).map { Hex.encode($0) } ?? "" }

    static func headers(_ body: [UInt8], at time: Date) -> [String: String] {
        let timestamp = String(Int64(time.timeIntervalSince1970))
        let signature = Ed25519.sign(Array(timestamp.utf8) + body, seed: seed) ?? []
        return ["x-signature-ed25519": Hex.encode(signature), "x-signature-timestamp": timestamp]
    }

    /// A signed command as the proof of a challenge.
    static func proof(_ command: JSONValue, at time: Date) -> JSONValue {
        let headers = headers(command.jsonBytes, at: time)
        return [
            "signature": .string(headers["x-signature-ed25519"] ?? ""),
            "timestamp": .string(headers["x-signature-timestamp"] ?? ""), "body": .string(command.json),
        ]
    }
}
