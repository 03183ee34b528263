import ChainKit
import Foundation

/// Loads users as the API shows them, in one read whatever the user owns.
struct UserService: Sendable {
    let store: Store
    let users: UserRepository
    let campaigns: CampaignRepository
    let platform: CurrentPlatform

    /// - Parameter campaignID: cuts the lists to this campaign.
    /// - Throws: `unauthenticated` when the user is gone.
    func view(of userID: String, campaignID: Int? = nil) async throws -> UserView {
        let services = platform.current.receivingChains.map(\.adapter.chain.namespace)
        let view = try await store.read { [users, campaigns] db -> UserView? in
            guard let user = try users.find(userID, in: db) else { return nil }
            let eligibles = try campaigns.eligibilities(of: userID, in: db)
            return UserView(
                user: user, wallets: try users.wallets(of: userID, in: db),
                eligibles: eligibles.filter { campaignID == nil || $0.grant.campaignID == campaignID },
                serviceNamespaces: services)
        }
        guard let view else { throw Problem(.unauthenticated, "The token's user does not exist any more. Sign in again.") }
        return view
    }
}
