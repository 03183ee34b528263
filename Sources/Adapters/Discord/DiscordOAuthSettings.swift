import ChainKit

/// An OAuth2 client of Discord.
struct DiscordOAuthSettings: Sendable, Hashable {
    let clientID: String
    let clientSecret: DiscordSecret
    /// Where Discord may send a user back to; at least one.
    let redirectURIs: [String]

    /// `identify` tells who the user is, `guilds.members.read` what they are in a guild.
    static let identityScope = "identify"
    static let membershipScope = "guilds.members.read"

    /// The page on which a user grants us a look at their account.
    func authorizeURL(state: String) -> String {
        let fields = [
            ("response_type", "code"), ("client_id", clientID), ("scope", "\(Self.identityScope) \(Self.membershipScope)"),
            ("state", state), ("redirect_uri", redirectURIs[0]), ("prompt", "consent"),
        ]
        let query = fields.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        return "https://discord.com/oauth2/authorize?" + query
    }

    /// - Throws: `configuration_invalid` with a pointer.
    static func redirectURIs(_ value: JSONValue) throws(ChainError) -> [String] {
        guard let elements = value.elements, (1...20).contains(elements.count) else {
            throw DiscordConfiguration.invalid("redirect_uris", "\"redirect_uris\" must be a list of 1 to 20 URLs.")
        }
        var uris: [String] = []
        for (index, element) in elements.enumerated() {
            guard let uri = element.text, isRedirectURI(uri) else {
                throw ChainError(
                    .configurationInvalid,
                    "A redirect URI is an absolute https URL without a fragment, such as https://rewards.example/discord; http is for localhost only.",
                    pointer: "/redirect_uris/\(index)")
            }
            uris.append(uri)
        }
        return uris
    }

    private static func isRedirectURI(_ text: String) -> Bool {
        let isSecure = text.wholeMatch(of: /https:\/\/[A-Za-z0-9.-]+(:[0-9]+)?([\/?].*)?/) != nil
        let isLocal = text.wholeMatch(of: /http:\/\/(localhost|127\.0\.0\.1)(:[0-9]+)?([\/?].*)?/) != nil
        return (isSecure || isLocal) && text.utf8.count <= 2048
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
    }
}
