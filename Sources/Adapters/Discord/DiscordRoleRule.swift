import ChainKit

/// What a member of a guild has to be. In an asset each token id is an alternative: role ids joined by `.`, of which the
/// member needs every one. Without alternatives membership is enough.
struct DiscordRoleRule: Sendable, Hashable {
    let alternatives: [Set<String>]

    static func any(of roles: [String]) -> DiscordRoleRule { DiscordRoleRule(alternatives: roles.map { [$0] }) }
    static func all(of roles: [String]) -> DiscordRoleRule {
        DiscordRoleRule(alternatives: roles.isEmpty ? [] : [Set(roles)])
    }

    private init(alternatives: [Set<String>]) { self.alternatives = alternatives }

    init(tokenIDs: [String]) {
        alternatives = tokenIDs.map { Set($0.split(separator: ".").map(String.init)) }
    }

    /// The canonical form, such as `["111", "222"]` for either of two roles and `["111.222"]` for both.
    var tokenIDs: [String] { Set(alternatives.map { $0.sorted().joined(separator: ".") }).sorted() }

    func isMet(by roles: Set<String>) -> Bool {
        alternatives.isEmpty || alternatives.contains { $0.isSubset(of: roles) }
    }
}
