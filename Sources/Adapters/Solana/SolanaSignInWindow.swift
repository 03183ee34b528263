import Foundation

/// When a sign-in message counts.
struct SolanaSignInWindow: Sendable {
    var issuedAt: Date?
    var expiresAt: Date?
    var notBefore: Date?
    /// How far ahead of this server's clock a message may be issued, in seconds.
    var skewSeconds: Double

    /// Phantom refuses messages issued further than this from its own clock.
    static let walletSkewSeconds = 600.0

    func contains(_ now: Date) -> Bool {
        if let issuedAt, issuedAt.timeIntervalSince(now) > skewSeconds { return false }
        if let expiresAt, now >= expiresAt { return false }
        if let notBefore, now < notBefore { return false }
        return true
    }
}
