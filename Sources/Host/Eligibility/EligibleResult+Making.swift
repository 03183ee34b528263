import ChainKit
import Eligibility
import Foundation

extension EligibleResult {
    /// - Parameter wallet: the address the result speaks of when no holding settled it.
    init(_ campaign: ServedCampaign, _ decision: Decision, wallet: String?, now: Date, askedNobody: Bool = false) {
        self.init(
            campaignID: campaign.id, campaign: campaign.name, outcome: decision.outcome, method: decision.method?.rawValue,
            wallet: decision.account?.displayAddress ?? wallet, reasons: decision.reasons, evidence: decision.evidence,
            checkedAt: now, retryAfterSeconds: decision.outcome == .unknown ? decision.retryAfterSeconds ?? 5 : nil,
            askedNobody: askedNobody)
    }

    init(_ campaign: ServedCampaign, _ grant: EligibilityGrant) {
        self.init(
            campaignID: campaign.id, campaign: campaign.name, outcome: .yes, method: grant.method.rawValue, wallet: grant.wallet,
            reasons: grant.reasons, evidence: grant.evidence, checkedAt: grant.checkedAt, retryAfterSeconds: nil,
            askedNobody: false)
    }
}

extension ServedCampaign {
    /// Whether a token may make one user eligible only.
    var claimsTokens: Bool { definition.configuration.claimBy == .asset }

    func closedReason(at now: Date) -> Reason? { definition.configuration.closedReason(at: now) }
}

extension CampaignConfiguration {
    /// Why the campaign grants nothing at this moment, if it does not.
    func closedReason(at now: Date) -> Reason? {
        if !isReady { return Reason("campaign_not_ready", "The campaign is not ready yet.") }
        if let start, now < start { return Reason("campaign_not_started", "The campaign starts at \(RFC3339.format(start)).") }
        if let end, now >= end { return Reason("campaign_ended", "The campaign ended at \(RFC3339.format(end)).") }
        return nil
    }
}
