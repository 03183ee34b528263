import ChainKit
import Foundation

/// What `/sign-in` gives a wallet to sign.
struct SessionInfo: Sendable {
    let sessionID: String
    let message: String
    let chain: String
    let expiresAt: Date

    var json: JSONValue {
        [
            "session_id": .string(sessionID), "message": .string(message), "chain": .string(chain),
            "expires_at": .string(RFC3339.format(expiresAt)),
        ]
    }

    static let schema = Schemas.object([
        "session_id": ["type": "string", "description": "Single use. Send it back to the verify route."],
        "message": ["type": "string", "description": "The exact text the wallet signs."],
        "chain": ["type": "string"],
        "expires_at": Schemas.time,
    ])
}

/// A session proven: the tokens and the user.
struct SignedIn: Sendable {
    let token: String
    let expiresInSeconds: Int
    let refreshToken: String
    let user: UserView

    var json: JSONValue {
        [
            "token": .string(token), "token_type": "Bearer", "expires_in": .integer(Int64(expiresInSeconds)),
            "refresh_token": .string(refreshToken), "user": user.json,
        ]
    }

    static let schema = Schemas.object([
        "token": ["type": "string", "description": "JWT; send it as \"Authorization: Bearer …\"."],
        "token_type": ["type": "string", "const": "Bearer"],
        "expires_in": ["type": "integer", "description": "Seconds until the token expires."],
        "refresh_token": ["type": "string", "description": "Opaque, for one use at /refresh."],
        "user": Schemas.ref("User"),
    ])
}

/// The body of the verify routes.
struct SignInBody {
    let sessionID: String
    let proof: Proof
    /// RFC 6901 pointer to the proof in the request's body.
    let proofPointer: String

    /// - Parameter proof: its members stand beside the session's id.
    init(sessionID: String, proof: JSONValue) {
        self.sessionID = sessionID
        self.proof = Proof(proof)
        proofPointer = ""
    }

    /// - Throws: `invalid_request` naming what is missing or of the wrong type.
    init(_ body: JSONValue) throws(Problem) {
        var reader = BodyReader(body)
        sessionID = reader.text("session_id", limit: 128)
        proof = Proof(reader.object("data"))
        proofPointer = "/data"
        try reader.finish()
    }

    static let schema: JSONValue = [
        "type": "object",
        "required": ["session_id", "data"],
        "properties": [
            "session_id": ["type": "string", "minLength": 1, "maxLength": 128],
            "data": [
                "description": "The signed proof, in the form of the session's chain, which alone reads it.",
                "anyOf": .array(
                    ["SolSignProof", "EvmSignProof", "TonSignProof"].map(Schemas.ref) + [["type": "object"]]),
            ],
        ],
    ]
}
