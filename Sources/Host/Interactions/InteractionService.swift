import ChainKit
import Foundation

/// Answers what a service delivers by itself: greetings, and requests for one-time codes.
struct InteractionService: Sendable {
    let platform: CurrentPlatform
    let codes: AuthCodeService
    let limiter: RateLimiter

    /// - Parameters:
    ///   - chain: the configured name of the chain the delivery is for.
    ///   - headers: names in lower case.
    ///   - body: the bytes as they came; the signature is over them.
    /// - Returns: the service's own form of an answer.
    /// - Throws: `not_found` for a chain that receives nothing; `delivery_refused` for a delivery that is not signed, too
    ///   old or repeated.
    func receive(_ body: [UInt8], headers: [String: String], chain name: String, now: Date) async throws -> JSONValue {
        let platform = platform.current
        guard let chain = platform.receivingChains.first(where: { $0.name == name }) else {
            throw Problem(.notFound, "No chain of this name receives deliveries. GET /adapters lists the chains and their roles.")
        }
        switch try await chain.interactions.receive(headers: headers, body: body, now: now) {
        case .refused: throw Self.refused
        case .answer(let answer): return answer
        case .codeRequest(let request): return try await serve(request, chain: chain, platform: platform, now: now)
        }
    }

    private func serve(
        _ request: CodeRequest, chain: ReceivingChain, platform: ServedPlatform, now: Date
    ) async throws -> JSONValue {
        let (campaign, refusal) = judge(request, chain: chain, platform: platform, now: now)
        switch try await codes.serve(request, chain: chain.name, campaign: campaign, now: now) {
        case .repeated: throw Self.refused
        case .noted: return try await request.reply(refusal ?? "There is no code to give.")
        case .issued(let issued):
            let minutes = Int(AuthCodeService.lifetimeSeconds / 60)
            return try await request.reply(
                "Your code is \(issued.code.text). It works once, within \(minutes) minutes. Give it to nobody.")
        }
    }

    /// The campaign to give a code for, or what to tell the asker instead. What the asker typed is not repeated.
    private func judge(
        _ request: CodeRequest, chain: ReceivingChain, platform: ServedPlatform, now: Date
    ) -> (campaign: ServedCampaign?, refusal: String?) {
        guard let campaign = try? platform.campaign(request.campaign), campaign.definition.configuration.isReady else {
            return (nil, "There is no such campaign.")
        }
        if let closed = campaign.closedReason(at: now) { return (nil, closed.detail) }
        guard platform.findReceivingChain(of: campaign)?.name == chain.name else {
            return (nil, "The campaign \(campaign.name) takes no codes.")
        }
        let decision = limiter.take(.discordCode, caller: Self.caller(request.account), now: .now)
        if let decision, !decision.isAllowed {
            return (nil, "You asked for many codes. Ask again in \(Reply.retryAfter(decision.waitSeconds)) seconds.")
        }
        return (campaign, nil)
    }

    /// The name under which an account's codes are limited, however they are asked for.
    static func caller(_ account: Account) -> String { "account:\(account)" }

    private static let refused = Problem(
        .deliveryRefused, "The delivery is not signed by its service, too old, or was served before.")
}
