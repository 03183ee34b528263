import ChainKit

/// Membership of a guild as an asset: the CAIP-19 namespace `guild`, the guild's id, and the roles that count.
enum DiscordAsset {
    static let namespace = "guild"
    static let members = ["guild", "role", "roles", "match"]
    /// Discord allows a guild 250 roles.
    private static let roleLimit = 250

    /// Reads `{"guild": id}`, `{"guild": id, "role": id}` or `{"guild": id, "roles": [id, …], "match": "any" | "all"}`;
    /// without `match` any of the roles will do.
    /// - Throws: `asset_invalid` with a pointer.
    static func asset(_ description: JSONValue, on chain: ChainID) throws(ChainError) -> Asset {
        guard let given = description.members else {
            throw invalid("", "An asset is an object such as {\"guild\": \"197038439483310086\"}, not \(description.kind).")
        }
        for name in given.keys.sorted() where !(members + ["chain", "at_least"]).contains(name) {
            throw invalid(
                JSONPointer.member(name, of: ""),
                "An asset of Discord has no member \"\(name)\"; it has \(members.joined(separator: ", ")).")
        }
        let guild = try id(given["guild"], of: "a guild", at: "/guild")
        let rule = try rule(given, in: guild)
        return Asset(
            chain: chain, namespace: namespace, reference: guild, tokenIDs: rule.tokenIDs, isUnique: true)
    }

    private static func rule(_ given: [String: JSONValue], in guild: String) throws(ChainError) -> DiscordRoleRule {
        guard given["role"] == nil || given["roles"] == nil else {
            throw invalid("/role", "An asset has \"role\" or \"roles\", not both.")
        }
        guard given["match"] == nil || given["roles"] != nil else {
            throw invalid("/match", "\"match\" says how many of \"roles\" count, and there are none.")
        }
        if let role = given["role"] { return .any(of: [try self.role(role, in: guild, at: "/role")]) }
        guard let value = given["roles"] else { return .any(of: []) }
        guard let elements = value.elements, (1...roleLimit).contains(elements.count) else {
            throw invalid("/roles", "\"roles\" is a list of 1 to \(roleLimit) role ids; leave it out where membership is enough.")
        }
        var roles: [String] = []
        for (index, element) in elements.enumerated() { roles.append(try role(element, in: guild, at: "/roles/\(index)")) }
        switch given["match"] {
        case nil, .string("any")?: return .any(of: roles)
        case .string("all")?: return .all(of: roles)
        default: throw invalid("/match", "\"match\" must be any or all.")
        }
    }

    private static func role(_ value: JSONValue, in guild: String, at pointer: String) throws(ChainError) -> String {
        let role = try id(value, of: "a role", at: pointer)
        // Discord lists this one for nobody, though everybody has it.
        guard role != guild else {
            throw invalid(pointer, "This is the role @everyone, which each member has; leave it out.")
        }
        return role
    }

    private static func id(_ value: JSONValue?, of what: String, at pointer: String) throws(ChainError) -> String {
        guard let text = value?.text, DiscordAccountFormat.isSnowflake(text) else {
            throw invalid(pointer, "The id of \(what) is a string of 17 to 20 digits; in YAML write it in quotes.")
        }
        return text
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.assetInvalid, message, pointer: pointer)
    }
}
