import ChainKit
import Eligibility
import Foundation

/// Asks campaigns about subjects: plans, has the facts read, decides, and records what users are granted.
struct EligibilityService: Sendable {
    let campaigns: CampaignRepository
    let users: UserRepository
    let metrics: HostMetrics

    /// Decides for a bare subject; records nothing.
    /// - Parameter wallet: the address the result speaks of when no holding settled it.
    func dryRun(
        _ campaign: ServedCampaign, subject: Subject, wallet: String?, platform: ServedPlatform, now: Date
    ) async -> EligibleResult {
        if let closed = closed(campaign, wallet: wallet, now: now) { return count(closed) }
        return count(await decide(campaign, subject: subject, wallet: wallet, platform: platform, now: now))
    }

    /// Decides for a user and records a grant. A grant that stands is the answer without asking again; one whose
    /// re-check is due is taken back by a certain no, and by nothing else.
    func check(_ campaign: ServedCampaign, user: Identity, platform: ServedPlatform, now: Date) async throws -> EligibleResult {
        let standing = try await campaigns.findEligibility(userID: user.userID, campaignID: campaign.id)
            .map { (isCurrent: $0.isCurrent(at: now), result: EligibleResult(campaign, $0.grant)) }
        if let standing, standing.isCurrent { return count(standing.result) }
        if let closed = closed(campaign, wallet: user.walletAddress, now: now) { return count(standing?.result ?? closed) }
        let wallets = try await users.wallets(of: user.userID)
        let subject = Subject(accounts: wallets.map(\.account))
        let result = await decide(campaign, subject: subject, wallet: user.walletAddress, platform: platform, now: now)
        switch result.outcome {
        case .yes: return count(try await record(result, for: user, in: campaign))
        case .unknown: return count(standing?.result ?? result)
        case .no:
            if standing != nil {
                _ = try await campaigns.withdrawOverdue(userID: user.userID, campaignID: campaign.id, now: now)
            }
            return count(result)
        }
    }

    private func decide(
        _ campaign: ServedCampaign, subject: Subject, wallet: String?, platform: ServedPlatform, now: Date
    ) async -> EligibleResult {
        let requirement = campaign.definition.requirement
        let facts = await platform.facts.read(requirement.plan(for: subject))
        let decision = requirement.decide(for: subject, given: facts, now: now)
        return EligibleResult(
            campaign, decision, wallet: wallet, now: now,
            askedNobody: decision.outcome == .unknown && facts.values.allSatisfy(\.wasNotAsked))
    }

    private func closed(_ campaign: ServedCampaign, wallet: String?, now: Date) -> EligibleResult? {
        campaign.definition.configuration.closedReason(at: now).map {
            EligibleResult(campaign, Decision(outcome: .no, reasons: [$0]), wallet: wallet, now: now)
        }
    }

    private func record(_ result: EligibleResult, for user: Identity, in campaign: ServedCampaign) async throws -> EligibleResult
    {
        let configuration = campaign.definition.configuration
        let grant = EligibilityGrant(
            userID: user.userID, campaignID: campaign.id, method: MethodID(rawValue: result.method ?? ""), wallet: result.wallet,
            evidence: result.evidence, reasons: result.reasons, checkedAt: result.checkedAt,
            recheckAt: configuration.recheckAfterSeconds.map(result.checkedAt.addingTimeInterval))
        switch try await campaigns.recordEligibility(grant, limit: configuration.limit) {
        case .recorded(let record), .alreadyRecorded(let record): return EligibleResult(campaign, record.grant)
        case .limitReached:
            let reason = Reason("limit_reached", "The campaign has granted all \(configuration.limit ?? 0) places.")
            return EligibleResult(
                campaign, Decision(outcome: .no, reasons: [reason]), wallet: result.wallet, now: result.checkedAt)
        }
    }

    private func count(_ result: EligibleResult) -> EligibleResult {
        metrics.verdicts.count(["campaign": result.campaign, "status": result.status])
        return result
    }
}

extension EligibleResult {
    fileprivate init(_ campaign: ServedCampaign, _ decision: Decision, wallet: String?, now: Date, askedNobody: Bool = false) {
        self.init(
            campaignID: campaign.id, campaign: campaign.name, outcome: decision.outcome, method: decision.method?.rawValue,
            wallet: decision.account?.address ?? wallet, reasons: decision.reasons, evidence: decision.evidence, checkedAt: now,
            retryAfterSeconds: decision.outcome == .unknown ? decision.retryAfterSeconds ?? 5 : nil,
            askedNobody: askedNobody)
    }

    fileprivate init(_ campaign: ServedCampaign, _ grant: EligibilityGrant) {
        self.init(
            campaignID: campaign.id, campaign: campaign.name, outcome: .yes, method: grant.method.rawValue, wallet: grant.wallet,
            reasons: grant.reasons, evidence: grant.evidence, checkedAt: grant.checkedAt, retryAfterSeconds: nil,
            askedNobody: false)
    }
}

extension Result<Fact, ChainError> {
    fileprivate var wasNotAsked: Bool {
        if case .failure(let error) = self { error.code == .upstreamNotAsked } else { false }
    }
}

extension CampaignConfiguration {
    /// Why the campaign grants nothing at this moment, if it does not.
    fileprivate func closedReason(at now: Date) -> Reason? {
        if !isReady { return Reason("campaign_not_ready", "The campaign is not ready yet.") }
        if let start, now < start { return Reason("campaign_not_started", "The campaign starts at \(RFC3339.format(start)).") }
        if let end, now >= end { return Reason("campaign_ended", "The campaign ended at \(RFC3339.format(end)).") }
        return nil
    }
}
