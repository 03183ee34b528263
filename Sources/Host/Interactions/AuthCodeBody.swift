import ChainKit

/// The body of `discord-auth`: a one-time code, or what Discord sent a browser back with.
enum AuthCodeBody {
    case code(String)
    /// A proof for a session that the user opened for the campaign.
    case oauth(SignInBody)

    static let codeLimit = 64
    /// What a one-time code may be refused for.
    static let problems: [Problem.Code] = [.codeUnknown, .codeUsed, .codeExpired]

    /// - Throws: `invalid_request` naming what is missing or of the wrong type.
    init(_ body: JSONValue) throws(Problem) {
        var reader = BodyReader(body)
        let code = reader.findText("code", limit: Self.codeLimit)
        let oauthCode = reader.findText("oauth_code", limit: 2048)
        let isOAuth = oauthCode != nil && code == nil
        let redirectURI = reader.findText("redirect_uri", limit: 2048, isRequired: isOAuth)
        let sessionID = reader.findText("session_id", limit: 128, isRequired: isOAuth)
        let state = reader.findText("state", limit: 512, isRequired: isOAuth)
        try reader.finish()
        switch (code, oauthCode) {
        case (let code?, nil): self = .code(code)
        case (nil, let oauthCode?):
            let proof: JSONValue = [
                "oauth_code": .string(oauthCode), "redirect_uri": .text(redirectURI), "state": .text(state),
            ]
            self = .oauth(SignInBody(sessionID: sessionID ?? "", proof: proof))
        default:
            throw Problem(
                .invalidRequest,
                "Send either \"code\", or \"oauth_code\" with \"redirect_uri\", \"session_id\" and \"state\".",
                errors: [.init(pointer: "/code", detail: "Exactly one of \"code\" and \"oauth_code\" must be there.")])
        }
    }

    static let schema: JSONValue = [
        "type": "object", "description": "Either `code`, or `oauth_code` with `redirect_uri`, `session_id` and `state`.",
        "dependentRequired": ["oauth_code": ["redirect_uri", "session_id", "state"]],
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
            "session_id": [
                "type": ["string", "null"], "minLength": 1, "maxLength": 128,
                "description": "Of the session that the user opened with this campaign's `eligible-sign-in`. Single use.",
            ],
            "state": [
                "type": ["string", "null"], "minLength": 1, "maxLength": 512,
                "description": "The `state` of Discord's OAuth2 redirect, which has to be the session's.",
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
