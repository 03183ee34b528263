import Foundation
import GRDB

/// A refresh token as the database knows it: by its hash, never by its text.
public struct RefreshRecord: Sendable, Hashable {
    /// The SHA-256 of the token's text, 32 bytes.
    public let hash: [UInt8]
    /// Shared by every token that one sign-in led to.
    public let family: String
    public let userID: String
    /// The address that signed in.
    public let walletAddress: String
    /// The configured name of the chain it signed in on.
    public let chain: String
    /// The `jti` of the access token given out together with this one.
    public let accessJTI: String
    /// The `exp` of that access token.
    public let accessExpiresAt: Date
    public let expiresAt: Date

    public init(
        hash: [UInt8], family: String, userID: String, walletAddress: String, chain: String, accessJTI: String,
        accessExpiresAt: Date, expiresAt: Date
    ) {
        self.hash = hash
        self.family = family
        self.userID = userID
        self.walletAddress = walletAddress
        self.chain = chain
        self.accessJTI = accessJTI
        self.accessExpiresAt = accessExpiresAt
        self.expiresAt = expiresAt
    }

    init(_ row: Row) {
        let hash: Data = row["hash"]
        self.init(
            hash: Array(hash), family: row["family"], userID: row["user_id"], walletAddress: row["wallet_address"],
            chain: row["chain"], accessJTI: row["access_jti"],
            accessExpiresAt: Date(milliseconds: row["access_expires_at_ms"]),
            expiresAt: Date(milliseconds: row["expires_at_ms"]))
    }

    func followed(by successor: RefreshSuccessor) -> RefreshRecord {
        RefreshRecord(
            hash: successor.hash, family: family, userID: userID, walletAddress: walletAddress, chain: chain,
            accessJTI: successor.accessJTI, accessExpiresAt: successor.accessExpiresAt, expiresAt: successor.expiresAt)
    }
}

/// The token that takes a rotated one's place; family, user and wallet stay.
public struct RefreshSuccessor: Sendable, Hashable {
    public let hash: [UInt8]
    public let accessJTI: String
    public let accessExpiresAt: Date
    public let expiresAt: Date

    public init(hash: [UInt8], accessJTI: String, accessExpiresAt: Date, expiresAt: Date) {
        self.hash = hash
        self.accessJTI = accessJTI
        self.accessExpiresAt = accessExpiresAt
        self.expiresAt = expiresAt
    }
}

/// What presenting a refresh token came to.
public enum RefreshRotation: Sendable, Hashable {
    /// The successor as it was stored.
    case rotated(RefreshRecord)
    /// The token had been rotated before, so someone holds a copy: its whole family is now revoked.
    case reused(family: String)
    case expired
    /// Never given out, revoked, or purged.
    case unknown
}
