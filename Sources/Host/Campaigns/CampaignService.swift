import Foundation

/// Shows campaigns.
struct CampaignService: Sendable {
    let platform: CurrentPlatform
    let campaigns: CampaignRepository

    /// The campaigns that are ready, in the order of the configuration.
    /// - Parameter activeOnly: keeps those inside their window.
    func ready(activeOnly: Bool, now: Date) async throws -> [CampaignView] {
        try await views(platform.current.campaigns.filter { campaign in
            let configuration = campaign.definition.configuration
            return configuration.isReady && (!activeOnly || configuration.isActive(at: now))
        }, now: now)
    }

    func group(_ id: Int, now: Date) async throws -> [CampaignView] {
        try await views(platform.current.campaigns.filter { $0.definition.configuration.groupID == id }, now: now)
    }

    /// - Throws: `campaign_unknown`.
    func one(_ idOrName: String, now: Date) async throws -> CampaignView {
        try await view(platform.current.campaign(idOrName), now: now)
    }

    private func views(_ some: [ServedCampaign], now: Date) async throws -> [CampaignView] {
        var views: [CampaignView] = []
        for campaign in some { views.append(try await view(campaign, now: now)) }
        return views
    }

    private func view(_ campaign: ServedCampaign, now: Date) async throws -> CampaignView {
        guard let limit = campaign.definition.configuration.limit else {
            return CampaignView(campaign: campaign, remaining: nil, now: now)
        }
        let granted = try await campaigns.countEligible(campaign.id)
        return CampaignView(campaign: campaign, remaining: max(0, limit - granted), now: now)
    }
}
