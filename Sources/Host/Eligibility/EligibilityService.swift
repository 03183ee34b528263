import ChainKit
import Eligibility
import Foundation

/// Asks campaigns about subjects: plans, has the facts read, decides, and records what users are granted.
struct EligibilityService: Sendable {
    let campaigns: CampaignRepository
    let users: UserRepository
    let metrics: HostMetrics

    /// How often a check decides anew because another user's grant took a token it wanted to rest on. Each time somebody
    /// else has won, so that only a crowd around one vault of tokens gets near it.
    private static let rounds = 64

    /// Decides about a bare wallet in each of the campaigns, in order, from one reading of the chains; records nothing.
    func dryRun(
        _ asked: [ServedCampaign], wallet: Account, platform: ServedPlatform, now: Date
    ) async throws -> [EligibleResult] {
        let inquiry = Inquiry(
            subject: Subject(accounts: [wallet]), wallet: wallet.displayAddress, claimant: .owner(of: wallet), now: now)
        let facts = await read(asked.filter { $0.closedReason(at: now) == nil }, for: inquiry.subject, platform)
        var results: [EligibleResult] = []
        for campaign in asked {
            if let closed = closed(campaign, inquiry) {
                results.append(count(closed))
            } else {
                results.append(count(try await judge(campaign, inquiry, facts, platform)))
            }
        }
        return results
    }

    /// Decides for a user and records a grant. A grant that stands is the answer without asking again; one whose
    /// re-check is due is taken back by a certain no, and by nothing else.
    func check(_ campaign: ServedCampaign, user: Identity, platform: ServedPlatform, now: Date) async throws -> EligibleResult {
        let standing = try await campaigns.findEligibility(userID: user.userID, campaignID: campaign.id)
            .map { (isCurrent: $0.isCurrent(at: now), result: EligibleResult(campaign, $0.grant)) }
        if let standing, standing.isCurrent { return count(standing.result) }
        let wallets = try await users.wallets(of: user.userID)
        let inquiry = Inquiry(
            subject: Subject(wallets.map(\.proven)), wallet: user.walletAddress, claimant: .user(user.userID), now: now)
        if let closed = closed(campaign, inquiry) { return count(standing?.result ?? closed) }
        let facts = await read([campaign], for: inquiry.subject, platform)
        for _ in 0..<Self.rounds {
            var result = try await judge(campaign, inquiry, facts, platform)
            if result.outcome == .yes {
                guard let recorded = try await record(result, for: user, in: campaign) else { continue }
                result = recorded
            }
            switch result.outcome {
            case .yes: return count(result)
            case .unknown: return count(standing?.result ?? result)
            case .no:
                if standing != nil {
                    _ = try await campaigns.withdrawOverdue(userID: user.userID, campaignID: campaign.id, now: now)
                }
                return count(result)
            }
        }
        let reason = Reason("claims_contended", "Other users are being granted the same tokens right now. Ask again.")
        let open = Decision(outcome: .unknown, reasons: [reason], retryAfterSeconds: 1)
        return count(standing?.result ?? EligibleResult(campaign, open, wallet: user.walletAddress, now: now))
    }

    private func read(_ asked: [ServedCampaign], for subject: Subject, _ platform: ServedPlatform) async -> Facts {
        var plan = FactPlan()
        for campaign in asked {
            plan.add(campaign.definition.requirement.plan(for: subject), namingItems: campaign.claimsTokens)
        }
        return await platform.facts.read(plan)
    }

    /// Decides one campaign from facts that may be more than it asked for.
    private func judge(
        _ campaign: ServedCampaign, _ inquiry: Inquiry, _ facts: Facts, _ platform: ServedPlatform
    ) async throws -> EligibleResult {
        let requirement = campaign.definition.requirement
        let plan = Set(requirement.plan(for: inquiry.subject))
        let facts = facts.filter { plan.contains($0.key) }
        let decision =
            campaign.claimsTokens
            ? try await decideByToken(campaign, inquiry, facts, platform)
            : requirement.decide(for: inquiry.subject, given: facts, now: inquiry.now)
        return EligibleResult(
            campaign, decision, wallet: inquiry.wallet, now: inquiry.now,
            askedNobody: decision.outcome == .unknown && facts.values.allSatisfy(\.wasNotAsked))
    }

    private func closed(_ campaign: ServedCampaign, _ inquiry: Inquiry) -> EligibleResult? {
        campaign.closedReason(at: inquiry.now).map {
            EligibleResult(campaign, Decision(outcome: .no, reasons: [$0]), wallet: inquiry.wallet, now: inquiry.now)
        }
    }

    /// - Returns: `nil` when a token of the result made another user eligible meanwhile.
    private func record(
        _ result: EligibleResult, for user: Identity, in campaign: ServedCampaign
    ) async throws -> EligibleResult? {
        let configuration = campaign.definition.configuration
        let grant = EligibilityGrant(
            userID: user.userID, campaignID: campaign.id, method: MethodID(rawValue: result.method ?? ""), wallet: result.wallet,
            evidence: result.evidence, reasons: result.reasons, checkedAt: result.checkedAt,
            recheckAt: configuration.recheckAfterSeconds.map(result.checkedAt.addingTimeInterval))
        let tokens = campaign.claimsTokens ? result.evidence.tokens : []
        func refused(_ reason: Reason) -> EligibleResult {
            EligibleResult(campaign, Decision(outcome: .no, reasons: [reason]), wallet: result.wallet, now: result.checkedAt)
        }
        switch try await campaigns.recordEligibility(grant, claiming: tokens, limit: configuration.limit) {
        case .recorded(let record), .alreadyRecorded(let record): return EligibleResult(campaign, record.grant)
        case .tokenClaimed: return nil
        case .walletCounted:
            return refused(
                Reason(
                    "wallet_already_counted",
                    "The wallet made another user eligible for this campaign, who proved it in another way; it does so once."))
        case .limitReached:
            return refused(Reason("limit_reached", "The campaign has granted all \(configuration.limit ?? 0) places."))
        }
    }

    private func count(_ result: EligibleResult) -> EligibleResult {
        metrics.verdicts.count(["campaign": result.campaign, "status": result.status])
        return result
    }
}

/// About whom campaigns are asked, and on whose behalf.
struct Inquiry: Sendable {
    let subject: Subject
    /// The address a result speaks of when no holding settled it.
    let wallet: String?
    let claimant: Claimant
    let now: Date
}

extension Result<Fact, ChainError> {
    fileprivate var wasNotAsked: Bool {
        if case .failure(let error) = self { error.code == .upstreamNotAsked } else { false }
    }
}
