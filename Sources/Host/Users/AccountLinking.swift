import ChainKit
import Foundation
import GRDB

/// Gives proven accounts to users: each has one owner, and a user has one account of a service that sends deliveries.
struct AccountLinking: Sendable {
    let platform: CurrentPlatform
    let store: Store
    let users: UserRepository

    /// What linking came to, and of what.
    struct Outcome: Sendable {
        let link: WalletLink
        /// Whether it is an account of a service rather than a wallet.
        let isOfService: Bool
    }

    /// Links, in a transaction of its own.
    /// - Parameter chain: the configured name of the account's chain.
    /// - Throws: `wallet_already_linked`, `discord_already_linked` or `wallet_limit_reached`.
    func link(_ proven: ProvenAccount, chain: String, to userID: String, now: Date) async throws {
        try await store.write { try link(proven, chain: chain, to: userID, now: now, in: $0) }.requireOwn()
    }

    func link(_ proven: ProvenAccount, chain: String, to userID: String, now: Date, in db: Database) throws -> Outcome {
        let isOfService = platform.current.isService(chain)
        let link = try users.link(wallet: proven, chain: chain, to: userID, isOfService: isOfService, now: now, in: db)
        return Outcome(link: link, isOfService: isOfService)
    }
}

extension AccountLinking.Outcome {
    /// - Throws: `wallet_already_linked`, `discord_already_linked` or `wallet_limit_reached`.
    func requireOwn() throws(Problem) {
        switch link {
        case .linked, .alreadyOwn: return
        case .hasAnother:
            throw Problem(.discordAlreadyLinked, "The user has another Discord account linked already.")
        case .ownedByAnother where isOfService:
            throw Problem(.discordAlreadyLinked, "This Discord account is linked to another user. Sign in as that user instead.")
        case .ownedByAnother:
            throw Problem(.walletAlreadyLinked, "This wallet is linked to another user. Sign in with it instead.")
        case .limitReached:
            throw Problem(
                .walletLimitReached,
                "A user may have \(UserRepository.walletLimit) wallets, and you have as many. Use one of them.")
        }
    }
}
