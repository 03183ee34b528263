import ChainKit

/// A slash command as Discord delivers it (an interaction of type 2).
struct DiscordCommand: Sendable {
    /// The interaction's id.
    let id: String
    /// Without the slash.
    let name: String
    /// Who typed it.
    let account: Account
    let options: [String: String]
    /// Where it was typed and what its author is there; `nil` in a direct message.
    let membership: (guild: String, member: DiscordMember)?

    /// - Throws: `proof_malformed` with a pointer.
    init(_ interaction: JSONValue, accounts: DiscordAccountFormat) throws(ChainError) {
        guard let id = interaction["id"]?.text, DiscordAccountFormat.isNumber(id) else { throw Self.malformed("/id") }
        guard let name = interaction["data"]?["name"]?.text else { throw Self.malformed("/data/name") }
        let member = interaction["member"]
        let user = member?["user"]?["id"] ?? interaction["user"]?["id"]
        guard let account = try? accounts.account(user?.text ?? "") else {
            throw Self.malformed(member == nil ? "/user/id" : "/member/user/id")
        }
        self.id = id
        self.name = name
        self.account = account
        options = Self.options(interaction["data"]?["options"])
        if let guild = interaction["guild_id"]?.text, DiscordAccountFormat.isSnowflake(guild),
            let member = try? DiscordMember(member ?? .null)
        {
            membership = (guild, member)
        } else {
            membership = nil
        }
    }

    private static func options(_ value: JSONValue?) -> [String: String] {
        var options: [String: String] = [:]
        for option in value?.elements ?? [] {
            guard let name = option["name"]?.text else { continue }
            options[name] = option["value"]?.text ?? option["value"]?.whole.map { String($0) }
        }
        return options
    }

    private static func malformed(_ pointer: String) -> ChainError {
        ChainError(.proofMalformed, "The delivery is signed, but this part of a slash command is missing.", pointer: pointer)
    }
}
