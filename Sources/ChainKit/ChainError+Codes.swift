/// Who has to act on an error; decides HTTP status, log level and whether asking again can help.
public enum Blame: String, Sendable, Hashable, Codable {
    /// The request is wrong (4xx).
    case caller
    /// A service outside did not answer rightly (502, 503).
    case outside
    /// A fault of this server (500).
    case us
    /// The caller went away.
    case nobody
}

extension ChainError.Code {
    public static let accountInvalid: Self = "account_invalid"
    public static let assetInvalid: Self = "asset_invalid"
    public static let configurationInvalid: Self = "configuration_invalid"
    public static let parametersInvalid: Self = "parameters_invalid"
    public static let challengeInvalid: Self = "challenge_invalid"
    public static let proofMalformed: Self = "proof_malformed"
    public static let upstreamNotAsked: Self = "upstream_not_asked"
    public static let upstreamUnavailable: Self = "upstream_unavailable"
    public static let upstreamTimeout: Self = "upstream_timeout"
    public static let upstreamRateLimited: Self = "upstream_rate_limited"
    public static let upstreamInvalid: Self = "upstream_invalid"
    public static let upstreamWrongChain: Self = "upstream_wrong_chain"
    public static let upstreamTooLarge: Self = "upstream_too_large"
    public static let upstreamUnconfirmed: Self = "upstream_unconfirmed"
    public static let upstreamDisagreed: Self = "upstream_disagreed"
    public static let upstreamBehind: Self = "upstream_behind"
    public static let reauthorizationRequired: Self = "reauthorization_required"
    public static let cancelled: Self = "cancelled"
    public static let internalError: Self = "internal_error"

    /// Every code of the contract with whom it blames and what it means; `docs/errors.md` is made from it.
    public static let table: [(code: Self, blame: Blame, meaning: String)] = [
        (.accountInvalid, .caller, "The text is not an address of this chain."),
        (.assetInvalid, .caller, "The asset description is not one this adapter understands."),
        (.configurationInvalid, .caller, "The chain's configuration is wrong."),
        (.parametersInvalid, .caller, "The parameters of a method are wrong."),
        (.challengeInvalid, .caller, "A sign-in message cannot be built from this challenge."),
        (.proofMalformed, .caller, "The proof lacks a field or has one of the wrong type."),
        (
            .upstreamNotAsked, .outside,
            "Every provider of the chain is set aside after failures; nobody was asked. Ask again after `retry_after`."
        ),
        (.upstreamUnavailable, .outside, "The provider could not be reached or refused to answer."),
        (.upstreamTimeout, .outside, "The provider did not answer within the deadline."),
        (.upstreamRateLimited, .outside, "The provider asked to be left alone for a while."),
        (.upstreamInvalid, .outside, "The provider's answer was malformed or did not fit the question."),
        (.upstreamWrongChain, .outside, "The provider serves another chain than the one configured."),
        (.upstreamTooLarge, .outside, "The answer was larger or had more pages than the configured limit."),
        (
            .upstreamUnconfirmed, .outside,
            "An index shows too little, and no second source could be asked whether that is all there is."
        ),
        (.upstreamDisagreed, .outside, "Fewer providers than the chain's quorum gave the same answer."),
        (.upstreamBehind, .outside, "The provider is further behind the chain than the configuration allows."),
        (
            .reauthorizationRequired, .caller,
            "The service no longer lets Gatehouse look on the user's behalf; the user has to connect the account again."
        ),
        (.cancelled, .nobody, "The caller withdrew the question."),
        (.internalError, .us, "A fault inside Gatehouse. It is logged under the request id."),
    ]

    /// Whom this code blames. A code outside the table came from a stranger's adapter and blames the outside.
    public var blame: Blame {
        Self.table.first { $0.code == self }?.blame ?? .outside
    }
}
