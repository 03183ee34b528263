import ChainKit
import Eligibility

/// Whose claims do not stand against an inquiry.
enum Claimant: Sendable {
    case user(String)
    /// Whoever has proven the wallet, if anybody has.
    case owner(of: Account)
}

extension EligibilityService {
    /// Decides by the tokens that have made nobody else eligible. A yes rests on tokens claimed before by the same user, if
    /// they suffice, so that a re-check claims no further ones.
    func decideByToken(
        _ campaign: ServedCampaign, _ inquiry: Inquiry, _ facts: Facts, _ platform: ServedPlatform
    ) async throws -> Decision {
        let standing = try await standing(of: facts.tokens, in: campaign, for: inquiry.claimant)
        let decision = decide(campaign, inquiry, facts, standing)
        let doubtful = decision.outcome == .no ? standing.doubtful(facts) : []
        guard !doubtful.isEmpty else { return decision }
        let confirmed = facts.merging(await platform.facts.ask(doubtful)) { $1 }
        let renewed = try await self.standing(of: confirmed.tokens, in: campaign, for: inquiry.claimant)
        return decide(campaign, inquiry, confirmed, renewed)
    }

    private func decide(
        _ campaign: ServedCampaign, _ inquiry: Inquiry, _ facts: Facts, _ standing: TokenStanding
    ) -> Decision {
        func decide(_ counts: (UniqueToken) -> Bool) -> Decision {
            campaign.definition.requirement.decide(
                for: inquiry.subject, given: facts, counting: facts.counting(counts), now: inquiry.now)
        }
        let byOwn = standing.own.isEmpty ? nil : decide(standing.own.contains)
        if let byOwn, byOwn.outcome == .yes { return byOwn }
        let decision = decide { !standing.others.contains($0) }
        guard decision.outcome != .yes, !standing.others.isEmpty else { return decision }
        return decision.adding(
            Reason(
                "asset_claimed",
                "\(standing.others.count) of the tokens held already made somebody else eligible for this campaign; a token does "
                    + "so once."))
    }

    private func standing(
        of tokens: Set<UniqueToken>, in campaign: ServedCampaign, for claimant: Claimant
    ) async throws -> TokenStanding {
        try await campaigns.store.read { [campaigns, users] db in
            let claimants = try campaigns.claimants(of: tokens, campaignID: campaign.id, in: db)
            let own: Set<String> =
                switch claimant {
                case .user(let id): [id]
                case .owner(of: let wallet): try users.owners(of: wallet, in: db)
                }
            return TokenStanding(
                own: Set(claimants.filter { own.contains($0.value) }.keys),
                others: Set(claimants.filter { !own.contains($0.value) }.keys))
        }
    }
}

/// Of the tokens that some facts name, those that a campaign has granted for.
private struct TokenStanding: Sendable {
    /// Claimed by the one who asks.
    let own: Set<UniqueToken>
    let others: Set<UniqueToken>

    /// What to ask once more, for more: an index showed enough, so that nobody checked whether it shows all there is, and
    /// without what others have claimed it is too little.
    func doubtful(_ facts: Facts) -> [FactReader.Question] {
        facts.compactMap { query, result in
            guard case .holding(let question) = query, case .success(.holding(let holding)) = result, holding.basis == .index
            else { return nil }
            let claimed = Amount(UInt64([query: result].tokens.intersection(others).count))
            let left = holding.amount.without(claimed) ?? .zero
            guard claimed > .zero, holding.amount >= question.wanted, left < question.wanted else { return nil }
            let more = HoldingQuery(account: question.account, asset: question.asset, wanted: question.wanted + claimed)
            return (query, more.namingItems)
        }
    }
}

extension Decision {
    fileprivate func adding(_ reason: Reason) -> Decision {
        Decision(
            outcome: outcome, method: method, account: account, reasons: reasons + [reason], evidence: evidence,
            retryAfterSeconds: retryAfterSeconds)
    }
}
