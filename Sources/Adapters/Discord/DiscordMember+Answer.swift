import ChainKit

/// Who asks Discord about a member.
enum DiscordWitness: Sendable, Hashable {
    /// The user, by an OAuth2 access token (`/users/@me/guilds/{guild}/member`).
    case user
    /// The campaign's bot (`/guilds/{guild}/members/{user}`).
    case bot
}

extension DiscordMember {
    /// Error codes of Discord's JSON.
    private static let unknownGuild: Int64 = 10004
    private static let unknownMember: Int64 = 10007
    private static let invite = "Discord does not let the bot see this guild; invite the bot to it"

    /// Reads the answer to the question about a member.
    /// - Returns: `nil` when the user is no member of the guild.
    /// - Throws: `reauthorization_required` when the user's token is worth nothing any more, or an error that blames the
    ///   outside.
    static func read(_ answer: WebAnswer, asSeenBy witness: DiscordWitness) throws(ChainError) -> DiscordMember? {
        try answer.requireWithinLimits()
        switch (answer.status, witness) {
        case (200, _): return try DiscordMember(JSONValue(parsing: answer.body))
        case (404, .user) where answer.discordCode == unknownGuild: return nil
        case (404, .bot) where answer.discordCode == unknownMember: return nil
        case (401, .user): throw .reauthorize
        // A refusal by what stands before Discord is not JSON, and says nothing about the token.
        case (403, .user) where answer.discordCode != nil: throw .reauthorize
        case (401, .bot):
            throw unavailable(answer, "Discord does not know the bot's token; check bot_token in the configuration")
        case (403, .bot): throw unavailable(answer, invite)
        case (404, .bot) where answer.discordCode == unknownGuild: throw unavailable(answer, invite)
        default: throw unavailable(answer, "Discord did not answer about the member")
        }
    }

    private static func unavailable(_ answer: WebAnswer, _ what: String) -> ChainError {
        ChainError(
            .upstreamUnavailable, "\(what) (HTTP \(answer.status)).", retryAfterSeconds: answer.retryAfterSeconds)
    }
}

extension ChainError {
    static let reauthorize = ChainError(
        .reauthorizationRequired,
        "Discord does not let us see this user's guilds, or no longer; have the user connect Discord again.")
}
