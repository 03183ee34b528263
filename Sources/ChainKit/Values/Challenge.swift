import Foundation

/// What a wallet is asked to sign. An adapter turns it into its chain's own sign-in message, always the same one for
/// the same challenge, so that the text need not be stored.
public struct Challenge: Sendable, Hashable, Codable {
    public var chain: ChainID
    /// RFC 3986 authority that asks, such as `rewards.example`; the wallet shows it to its owner.
    public var domain: String
    /// The page that asks, an RFC 3986 URI.
    public var uri: String
    /// One human-readable line without line breaks, or nothing.
    public var statement: String?
    /// At least 8 letters and digits, never used before.
    public var nonce: String
    /// Whole seconds.
    public var issuedAt: Date
    /// Whole seconds, after `issuedAt`.
    public var expiresAt: Date
    /// The account that must sign, when it is known beforehand.
    public var account: Account?

    public init(
        chain: ChainID, domain: String, uri: String, statement: String? = nil, nonce: String, issuedAt: Date,
        expiresAt: Date, account: Account? = nil
    ) {
        self.chain = chain
        self.domain = domain
        self.uri = uri
        self.statement = statement
        self.nonce = nonce
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.account = account
    }
}
