import ChainKit

/// What Discord says about one member of a guild.
struct DiscordMember: Sendable, Hashable {
    let userID: String
    /// Without @everyone.
    let roles: Set<String>
    /// Whether the member has yet to pass the guild's screening.
    let isPending: Bool

    /// Reads a guild member object. Ids are strings and are compared as such; a number could have lost digits.
    /// - Throws: `upstream_invalid`.
    init(_ value: JSONValue) throws(ChainError) {
        guard let userID = value["user"]?["id"]?.text else { throw Self.invalid("names no user") }
        guard let elements = value["roles"]?.elements else { throw Self.invalid("has no list of roles") }
        let roles = elements.compactMap(\.text)
        guard roles.count == elements.count else { throw Self.invalid("has a role whose id is no string") }
        switch value["pending"] {
        case nil, .null?: isPending = false
        case .bool(let flag)?: isPending = flag
        default: throw Self.invalid("does not say clearly whether it is pending")
        }
        self.userID = userID
        self.roles = Set(roles)
    }

    private static func invalid(_ what: String) -> ChainError {
        ChainError(.upstreamInvalid, "Discord's answer about a member of a guild \(what).")
    }
}

/// What a membership is worth to a campaign.
enum DiscordMembershipVerdict: Sendable, Hashable {
    case holds
    case lacks
    /// The answer is about someone else and says nothing.
    case anotherUser

    /// - Parameter member: `nil` when the user is no member of the guild.
    static func of(_ member: DiscordMember?, user: String, rule: DiscordRoleRule) -> DiscordMembershipVerdict {
        guard let member else { return .lacks }
        guard member.userID == user else { return .anotherUser }
        return !member.isPending && rule.isMet(by: member.roles) ? .holds : .lacks
    }
}
