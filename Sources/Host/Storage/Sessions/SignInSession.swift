import ChainKit
import Foundation

/// What a wallet was asked to sign, kept until it answers or the time is up.
public struct SignInSession: Sendable, Hashable {
    /// What a valid answer is for.
    public enum Purpose: Sendable, Hashable {
        /// Opens the wallet's own account.
        case signIn
        /// Proves a further wallet of a user to a campaign.
        case eligibility(campaignID: Int, userID: String)
    }

    /// Opaque and unguessable.
    public let id: String
    /// The configured chain's name, such as `berachain`.
    public let chain: String
    public let challenge: Challenge
    public let purpose: Purpose
    /// Milliseconds are kept.
    public let expiresAt: Date

    public init(id: String, chain: String, challenge: Challenge, purpose: Purpose, expiresAt: Date) {
        self.id = id
        self.chain = chain
        self.challenge = challenge
        self.purpose = purpose
        self.expiresAt = expiresAt
    }
}

/// What a session id was worth, once.
public enum SessionConsumption: Sendable, Hashable {
    case found(SignInSession)
    case expired
    /// Never opened, already consumed, or purged.
    case unknown
}
