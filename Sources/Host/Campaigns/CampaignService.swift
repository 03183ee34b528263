import Foundation

/// Shows campaigns.
struct CampaignService: Sendable {
    let platform: CurrentPlatform
    let campaigns: CampaignRepository

    /// The campaigns that are ready, in the order of the configuration.
    /// - Parameter activeOnly: keeps those inside their window.
    func ready(activeOnly: Bool, now: Date) async throws -> [CampaignView] {
        try await views(
            platform.current.campaigns.filter { campaign in
                let configuration = campaign.definition.configuration
                return configuration.isReady && (!activeOnly || configuration.isActive(at: now))
            }, now: now)
    }

    func group(_ id: Int, now: Date) async throws -> [CampaignView] {
        try await views(
            platform.current.campaigns.filter { campaign in
                let configuration = campaign.definition.configuration
                return configuration.isReady && configuration.groupID == id
            }, now: now)
    }

    /// - Throws: `campaign_unknown`.
    func one(_ idOrName: String, now: Date) async throws -> CampaignView {
        let campaign = try platform.current.campaign(idOrName)
        let granted = try await campaigns.countEligible([campaign.id])
        return view(campaign, granted: granted, now: now)
    }

    private func views(_ some: [ServedCampaign], now: Date) async throws -> [CampaignView] {
        let granted = try await campaigns.countEligible(some.map(\.id))
        return some.map { view($0, granted: granted, now: now) }
    }

    private func view(_ campaign: ServedCampaign, granted: [Int: Int], now: Date) -> CampaignView {
        let remaining = campaign.definition.configuration.limit.map { max(0, $0 - granted[campaign.id, default: 0]) }
        return CampaignView(campaign: campaign, remaining: remaining, now: now)
    }
}
