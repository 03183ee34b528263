import ChainCrypto
import ChainKit

/// The Discord adapter's own members of a chain's configuration. What is left out is a capability the chain does not have.
struct DiscordConfiguration: Sendable {
    /// `nil`: nobody can prove an account by OAuth2.
    let oauth: DiscordOAuthSettings?
    /// Whether an OAuth2 client is configured, with or without places to return to.
    let hasClient: Bool
    /// The application's Ed25519 key, 32 bytes. `nil`: no delivery is believed.
    let publicKey: [UInt8]?
    /// `nil`: no bot may ask for codes by a shared secret.
    let botKey: DiscordSecret?
    /// `nil`: nobody's membership can be read without them.
    let botToken: DiscordSecret?
    /// How far the time of a delivery may be from ours, in seconds.
    let interactionSkewSeconds: Double
    /// The slash command that asks for a code, without the slash.
    let command: String

    private static let names = [
        "client_id", "client_secret", "redirect_uris", "public_key", "bot_key", "bot_token", "interaction_skew_seconds",
        "command",
    ]

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ setup: AdapterSetup) throws(ChainError) {
        let options = setup.options.members ?? [:]
        for name in options.keys.sorted() where !Self.names.contains(name) {
            throw Self.invalid(
                name, "A Discord chain has no member \"\(name)\"; it has \(Self.names.joined(separator: ", ")).")
        }
        guard setup.providers.count <= 1 else {
            throw Self.invalid(
                "providers",
                "Discord runs in one place; name one provider, or none for \(AdapterKind.discord.defaultProviders[0]).")
        }
        try setup.requireProviderOptions([])
        let clientID = try Self.clientID(options["client_id"])
        let clientSecret = try Self.secret(options["client_secret"], "client_secret", atLeast: 8)
        hasClient = clientID != nil && clientSecret != nil
        oauth = try Self.oauth(clientID, clientSecret, options["redirect_uris"])
        publicKey = try Self.publicKey(options["public_key"])
        botKey = try Self.secret(options["bot_key"], "bot_key", atLeast: 16)
        botToken = try Self.secret(options["bot_token"], "bot_token", atLeast: 16)
        interactionSkewSeconds = try Self.skew(options["interaction_skew_seconds"])
        command = try Self.command(options["command"])
        guard hasClient || publicKey != nil || botKey != nil || botToken != nil else {
            throw Self.invalid(
                "client_id",
                "A Discord chain needs a way to know its users: client_id, client_secret and redirect_uris for OAuth2, public_key for slash commands, or bot_key for a bot."
            )
        }
    }

    private static func clientID(_ value: JSONValue?) throws(ChainError) -> String? {
        guard let value else { return nil }
        guard let text = value.text, DiscordAccountFormat.isSnowflake(text) else {
            throw invalid("client_id", "\"client_id\" must be the application's id, 17 to 20 digits in quotes.")
        }
        return text
    }

    private static func oauth(
        _ clientID: String?, _ clientSecret: DiscordSecret?, _ redirectURIs: JSONValue?
    ) throws(ChainError) -> DiscordOAuthSettings? {
        if let clientID, let clientSecret {
            guard let redirectURIs else { return nil }
            return DiscordOAuthSettings(
                clientID: clientID, clientSecret: clientSecret,
                redirectURIs: try DiscordOAuthSettings.redirectURIs(redirectURIs))
        }
        guard clientSecret == nil else {
            throw invalid("client_id", "\"client_secret\" is there and \"client_id\" is missing; OAuth2 needs both.")
        }
        guard redirectURIs == nil else {
            throw invalid("client_secret", "\"redirect_uris\" are for OAuth2, which needs client_id and client_secret too.")
        }
        return nil
    }

    private static func publicKey(_ value: JSONValue?) throws(ChainError) -> [UInt8]? {
        guard let value else { return nil }
        guard let text = value.text, text.utf8.count == 64, let key = Hex.decode(text), key.count == 32,
            Ed25519.isOnCurve(key)
        else {
            throw invalid(
                "public_key", "\"public_key\" must be the application's public key as Discord shows it, 64 hex digits in quotes.")
        }
        return key
    }

    /// The value is never repeated.
    private static func secret(
        _ value: JSONValue?, _ name: String, atLeast minimum: Int
    ) throws(ChainError) -> DiscordSecret? {
        guard let value else { return nil }
        guard let text = value.text, (minimum...512).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw invalid(
                name, "\"\(name)\" must be a text of \(minimum) to 512 visible ASCII characters without spaces.")
        }
        return DiscordSecret(text)
    }

    private static func skew(_ value: JSONValue?) throws(ChainError) -> Double {
        guard let value else { return 300 }
        guard let seconds = value.whole, (10...900).contains(seconds) else {
            throw invalid(
                "interaction_skew_seconds", "\"interaction_skew_seconds\" must be a whole number from 10 to 900.")
        }
        return Double(seconds)
    }

    private static func command(_ value: JSONValue?) throws(ChainError) -> String {
        guard let value else { return "gatehouse" }
        guard let name = value.text, name.wholeMatch(of: /[a-z0-9_-]{1,32}/) != nil else {
            throw invalid("command", "\"command\" must be the slash command's name, 1 to 32 of a-z, 0-9, \"_\" and \"-\".")
        }
        return name
    }

    static func invalid(_ member: String, _ message: String) -> ChainError {
        ChainError(.configurationInvalid, message, pointer: JSONPointer.member(member, of: ""))
    }
}
