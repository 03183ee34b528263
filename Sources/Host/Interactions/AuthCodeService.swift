import ChainKit
import Foundation

/// Gives out one-time codes that stand for an account of a service, and takes them back for a link to a user.
struct AuthCodeService: Sendable {
    static let lifetimeSeconds = 900.0

    let store: Store
    let codes: AuthCodeRepository
    let deliveries: DeliveryRepository
    let accounts: AccountLinking

    struct Issued: Sendable {
        let code: AuthCode
        let expiresAt: Date
    }

    /// Makes a code that stands for the account in one campaign.
    /// - Parameter chain: the configured name of the account's chain.
    func issue(for account: Account, chain: String, campaign: ServedCampaign, now: Date) async throws -> Issued {
        let (issued, record) = make(account, chain: chain, campaign: campaign, now: now)
        try await codes.record(record, now: now)
        return issued
    }

    /// Notes a delivery and makes the code it asks for, both or neither.
    /// - Parameters:
    ///   - chain: the configured name of the chain that received it.
    ///   - campaign: `nil` when there is no code to give.
    func serve(
        _ request: CodeRequest, chain: String, campaign: ServedCampaign?, now: Date
    ) async throws -> ServedDelivery {
        let made = campaign.map { make(request.account, chain: chain, campaign: $0, now: now) }
        return try await store.write { [codes, deliveries] db in
            guard try deliveries.record(request.id, chain: chain, until: request.rememberUntil, in: db) else { return .repeated }
            guard let made else { return .noted }
            try codes.record(made.record, now: now, in: db)
            return .issued(made.issued)
        }
    }

    /// Uses the code up and links its account to the user. A code whose account cannot be linked stays used up.
    /// - Throws: `code_unknown`, `code_used`, `code_expired`, `discord_already_linked`.
    func redeem(_ code: String, campaign: ServedCampaign, userID: String, now: Date) async throws {
        guard let code = AuthCode(typed: code) else { throw Self.unknown }
        let link = try await store.write { [codes, accounts] db -> Result<AccountLinking.Outcome, Problem> in
            let standing = try codes.redeem(code.hash, campaignID: campaign.id, userID: userID, now: now, in: db)
            guard case .valid(let record) = standing else { return .failure(standing.refusal ?? Self.unknown) }
            return .success(
                try accounts.link(ProvenAccount(record.account), chain: record.chain, to: userID, now: now, in: db))
        }
        try link.get().requireOwn()
    }

    /// What a code would be worth to the campaign; uses nothing up.
    func standing(of code: String, campaign: ServedCampaign, now: Date) async throws -> AuthCodeStanding {
        guard let code = AuthCode(typed: code) else { return .unknown }
        return try await codes.standing(of: code.hash, campaignID: campaign.id, now: now)
    }

    static let unknown = Problem(.codeUnknown, "There is no such code for this campaign. Ask for a new one.")

    private func make(
        _ account: Account, chain: String, campaign: ServedCampaign, now: Date
    ) -> (issued: Issued, record: AuthCodeRecord) {
        var generator = SystemRandomNumberGenerator()
        let code = AuthCode.random(using: &generator)
        let expiresAt = now.addingTimeInterval(Self.lifetimeSeconds)
        let record = AuthCodeRecord(
            hash: code.hash, campaignID: campaign.id, chain: chain, account: account, expiresAt: expiresAt)
        return (Issued(code: code, expiresAt: expiresAt), record)
    }
}

/// What came of a delivery that asks for a code.
enum ServedDelivery: Sendable {
    case issued(AuthCodeService.Issued)
    case noted
    /// It was served before.
    case repeated
}

extension AuthCodeStanding {
    /// Why the code is worth nothing; `nil` for one that is valid.
    var refusal: Problem? {
        switch self {
        case .valid: nil
        case .used: Problem(.codeUsed, "The code was used before. Ask for a new one.")
        case .expired: Problem(.codeExpired, "The code is over. Ask for a new one.")
        case .unknown: AuthCodeService.unknown
        }
    }
}
