extension Problem {
    /// A kind of problem: the word on the wire, the HTTP status it always has, and its title.
    struct Code: Sendable, Hashable {
        let word: String
        let status: Int
        let title: String
    }
}

extension Problem.Code {
    static let malformedJSON = Self(word: "malformed_json", status: 400, title: "The body is not JSON")
    static let malformedRequest = Self(word: "malformed_request", status: 400, title: "The request is not well-formed HTTP")
    static let unauthenticated = Self(word: "unauthenticated", status: 401, title: "A valid access token is needed")
    static let refreshInvalid = Self(word: "refresh_invalid", status: 401, title: "The refresh token is not valid")
    static let sessionUnknown = Self(word: "session_unknown", status: 401, title: "There is no such sign-in session")
    static let sessionExpired = Self(word: "session_expired", status: 401, title: "The sign-in session has expired")
    static let signatureInvalid = Self(word: "signature_invalid", status: 401, title: "The signature does not prove the wallet")
    static let addressInvalid = Self(word: "address_invalid", status: 401, title: "The address is not the one asked for")
    static let proofExpired = Self(word: "proof_expired", status: 401, title: "The proof is too old or not valid yet")
    static let domainMismatch = Self(word: "domain_mismatch", status: 401, title: "The proof was made for another site")
    static let deliveryRefused = Self(
        word: "delivery_refused", status: 401, title: "The delivery is not a fresh one of its service")
    static let originNotAllowed = Self(word: "origin_not_allowed", status: 403, title: "The origin is not allowed")
    static let notFound = Self(word: "not_found", status: 404, title: "There is nothing here")
    static let campaignUnknown = Self(word: "campaign_unknown", status: 404, title: "There is no such campaign")
    static let codeUnknown = Self(word: "code_unknown", status: 404, title: "There is no such code")
    static let discordNotOffered = Self(word: "discord_not_offered", status: 404, title: "The campaign does not look at Discord")
    static let methodNotAllowed = Self(word: "method_not_allowed", status: 405, title: "The resource has no such method")
    static let walletAlreadyLinked = Self(word: "wallet_already_linked", status: 409, title: "The wallet belongs to another user")
    static let walletLimitReached = Self(
        word: "wallet_limit_reached", status: 409, title: "The user has as many wallets as allowed")
    static let discordAlreadyLinked = Self(
        word: "discord_already_linked", status: 409, title: "The Discord account or the user has another link")
    static let codeUsed = Self(word: "code_used", status: 409, title: "The code was used before")
    static let codeExpired = Self(word: "code_expired", status: 410, title: "The code has expired")
    static let bodyTooLarge = Self(word: "body_too_large", status: 413, title: "The body is too large")
    static let uriTooLong = Self(word: "uri_too_long", status: 414, title: "The address is too long")
    static let unsupportedMediaType = Self(word: "unsupported_media_type", status: 415, title: "The body must be JSON")
    static let invalidRequest = Self(word: "invalid_request", status: 422, title: "The request has invalid values")
    static let proofRequired = Self(word: "proof_required", status: 422, title: "A wallet is linked by a signed proof")
    static let rateLimited = Self(word: "rate_limited", status: 429, title: "Too many requests")
    static let internalError = Self(word: "internal_error", status: 500, title: "A fault inside Gatehouse")
    static let upstreamInvalid = Self(word: "upstream_invalid", status: 502, title: "A provider answered wrongly")
    static let upstreamUnavailable = Self(word: "upstream_unavailable", status: 503, title: "The chain could not be asked")
    static let storageUnavailable = Self(word: "storage_unavailable", status: 503, title: "The database could not be used")
    static let serverBusy = Self(word: "server_busy", status: 503, title: "The server has too much to do")
    static let requestTimeout = Self(word: "request_timeout", status: 503, title: "The request took too long")

    static let all: [Self] = [
        malformedJSON, malformedRequest, unauthenticated, refreshInvalid, sessionUnknown, sessionExpired, signatureInvalid,
        addressInvalid, proofExpired, domainMismatch, deliveryRefused, originNotAllowed, notFound, campaignUnknown, codeUnknown,
        discordNotOffered, methodNotAllowed,
        walletAlreadyLinked, walletLimitReached, discordAlreadyLinked, codeUsed, codeExpired, bodyTooLarge, uriTooLong,
        unsupportedMediaType, invalidRequest, proofRequired, rateLimited, internalError,
        upstreamInvalid, upstreamUnavailable, storageUnavailable, serverBusy, requestTimeout,
    ]
}
