import ChainKit

/// The body of `discord-auth`: a one-time code, or what Discord sent a browser back with.
enum AuthCodeBody {
    case code(String)
    case oauth(code: String, redirectURI: String)

    static let codeLimit = 64
    /// What a one-time code may be refused for.
    static let problems: [Problem.Code] = [.codeUnknown, .codeUsed, .codeExpired]

    /// - Throws: `invalid_request` naming what is missing or of the wrong type.
    init(_ body: JSONValue) throws(Problem) {
        var reader = BodyReader(body)
        let code = reader.findText("code", limit: Self.codeLimit)
        let oauthCode = reader.findText("oauth_code", limit: 2048)
        let redirectURI = reader.findText("redirect_uri", limit: 2048, isRequired: oauthCode != nil)
        try reader.finish()
        switch (code, oauthCode) {
        case (let code?, nil): self = .code(code)
        case (nil, let oauthCode?): self = .oauth(code: oauthCode, redirectURI: redirectURI ?? "")
        default:
            throw Problem(
                .invalidRequest, "Send either \"code\", or \"oauth_code\" with \"redirect_uri\".",
                errors: [.init(pointer: "/code", detail: "Exactly one of \"code\" and \"oauth_code\" must be there.")])
        }
    }

    static let schema: JSONValue = [
        "type": "object", "description": "Either `code`, or `oauth_code` with `redirect_uri`.",
        "properties": [
            "code": [
                "type": ["string", "null"], "minLength": 1, "maxLength": .integer(Int64(codeLimit)),
                "description": "The one-time code; case, hyphens and spaces do not matter.",
            ],
            "oauth_code": [
                "type": ["string", "null"], "minLength": 1, "maxLength": 2048,
                "description": "The `code` of Discord's OAuth2 redirect.",
            ],
            "redirect_uri": [
                "type": ["string", "null"], "minLength": 1, "maxLength": 2048,
                "description": "The address Discord redirected to, exactly as it was asked.",
            ],
        ],
    ]

    static let dryRunSchema: JSONValue = [
        "type": "object", "required": ["code"],
        "properties": ["code": ["type": "string", "minLength": 1, "maxLength": .integer(Int64(codeLimit))]],
    ]

    static let issuedSchema = Schemas.object([
        "code": ["type": "string", "description": "Works once, for this campaign and this Discord user."],
        "expires_at": Schemas.time,
    ])

    static let standingSchema = Schemas.object([
        "valid": Schemas.flag,
        "reason": [
            "type": ["string", "null"], "enum": .array(problems.map { .string($0.word) } + [.null]),
        ],
    ])
}
