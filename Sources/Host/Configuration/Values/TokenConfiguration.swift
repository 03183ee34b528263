/// `tokens:` — who issues access tokens, for how long, and with which keys.
public struct TokenConfiguration: Sendable, Hashable {
    /// The `iss` claim; the server's URI unless set.
    public var issuer: String
    /// The `aud` claim; the server's domain unless set.
    public var audience: String
    public var accessLifetimeSeconds = 86_400
    public var refreshLifetimeSeconds = 30 * 86_400
    /// At least one. The first signs; every one verifies.
    public var keys: [SigningKeyConfiguration]
}

public struct SigningKeyConfiguration: Sendable, Hashable {
    /// Spelled as in RFC 8037 §3.1 and RFC 7518 §3.1.
    public enum Algorithm: String, Sendable, Hashable, CaseIterable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case EdDSA
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case HS256
    }

    /// Names the key in the header of a token (RFC 7515 §4.1.4).
    public var kid: String
    public var algorithm: Algorithm
    /// EdDSA: the 32 bytes of the seed. HS256: at least 32 bytes.
    public var secret: Secret
}
