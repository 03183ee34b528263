import ChainKit
import HTTPTypes
import Hummingbird

extension CampaignOperations {
    /// - Throws: `unauthenticated` unless the request carries a bot's shared secret; what blames the outside when no
    ///   chain could say whether it does.
    private func requireBot(_ call: Call) async throws -> String {
        let platform = platform.current
        let key = call.request.headers[.authorization].flatMap { header in
            header.prefix(4).lowercased() == "bot " ? String(header.dropFirst(4)) : nil
        }
        let campaign = try? platform.campaign(call.path("campaign"))
        let chains = campaign.flatMap(platform.findReceivingChain).map { [$0] } ?? platform.receivingChains
        var unsaid: [ChainError] = []
        for chain in chains {
            guard let key else { break }
            do throws(ChainError) {
                guard try await chain.interactions.isBotKey(key) else { continue }
            } catch {
                unsaid.append(error)
                continue
            }
            return try await nameCaller(call, on: chain)
        }
        // A guess at one chain's key is to cost something also while another chain cannot look at it.
        if let error = unsaid.first, unsaid.count == chains.count { throw error }
        throw Problem(
            .unauthenticated, "Only the campaign's bot may ask. Send its shared secret as \"Authorization: Bot …\".",
            headers: [.wwwAuthenticate: "Bot"])
    }

    /// The user whom the bot asks for; the bot itself when it names nobody.
    private func nameCaller(_ call: Call, on chain: ReceivingChain) async throws -> String {
        let bot = "bot:\(chain.name)"
        guard let id = try call.findQuery("discord_id") else { return bot }
        do throws(ChainError) {
            return InteractionService.caller(try await chain.adapter.accounts.account(id))
        } catch {
            guard error.code.blame == .caller else { throw error }
            return bot
        }
    }

    var discordAuthCode: APIOperation {
        APIOperation(
            id: "discord_auth_code", method: .get, path: "/campaigns/{campaign}/discord-auth-code", tag: "discord",
            summary: "Gives the campaign's bot a one-time code for a Discord user.", authenticate: requireBot,
            rateGroup: .discordCode,
            parameters: [
                Self.campaignParameter,
                .init(
                    name: "discord_id", place: .query, isRequired: true, description: "The Discord user's id.",
                    schema: ["type": "string", "minLength": 1, "maxLength": 256]),
            ],
            answers: [.init("The code, to be shown to that user alone.", schema: Schemas.ref("DiscordAuthCode"))],
            problems: [.campaignUnknown, .discordNotOffered] + SignInOperations.adapterProblems
        ) { call in
            let platform = platform.current
            let campaign = try platform.campaign(call.path("campaign"))
            let id = try call.requireQuery("discord_id")
            let chain = try platform.receivingChain(of: campaign)
            let account: Account
            do throws(ChainError) {
                account = try await chain.adapter.accounts.account(id)
            } catch {
                throw error.under("discord_id")
            }
            let issued = try await codes.issue(for: account, chain: chain.name, campaign: campaign, now: call.now)
            return .json(["code": .string(issued.code.text), "expires_at": .string(RFC3339.format(issued.expiresAt))])
        }
    }

    var discordAuth: APIOperation {
        APIOperation(
            id: "discord_auth", method: .post, path: "/campaigns/{campaign}/discord-auth", tag: "discord",
            summary:
                "Links the user's Discord account, by a one-time code or an OAuth2 code, then checks and records eligibility.",
            needsUser: true, rateGroup: .discordCode, parameters: [Self.campaignParameter], body: Schemas.ref("DiscordAuthReq"),
            answers: [Self.result],
            problems: SignInOperations.proofProblems + AuthCodeBody.problems + [
                .campaignUnknown, .discordNotOffered, .discordAlreadyLinked,
            ]
        ) { call in
            let user = try call.user()
            let platform = platform.current
            let campaign = try platform.campaign(call.path("campaign"))
            let body = try AuthCodeBody(call.body)
            let chain = try platform.receivingChain(of: campaign)
            switch body {
            case .code(let code):
                try await codes.redeem(code, campaign: campaign, userID: user.userID, now: call.now)
            case .oauth(let answer):
                let purpose = SignInSession.Purpose.eligibility(campaignID: campaign.id, userID: user.userID)
                let (proven, _) = try await signIn.redeem(answer, for: purpose, on: chain.name, now: call.now)
                try await codes.accounts.link(proven, chain: chain.name, to: user.userID, now: call.now)
            }
            return try Self.reply(try await eligibility.check(campaign, user: user, platform: platform, now: call.now))
        }
    }

    var discordAuthDryRun: APIOperation {
        APIOperation(
            id: "discord_auth_dryrun", method: .post, path: "/campaigns/{campaign}/discord-auth-dryrun", tag: "discord",
            summary: "Whether a one-time code is valid; uses nothing up.", rateGroup: .verify,
            parameters: [Self.campaignParameter], body: AuthCodeBody.dryRunSchema,
            answers: [.init("Whether it is, and if not why.", schema: Schemas.ref("DiscordCodeStanding"))],
            problems: [.campaignUnknown]
        ) { call in
            let campaign = try platform.current.campaign(call.path("campaign"))
            var reader = BodyReader(call.body)
            let code = reader.text("code", limit: AuthCodeBody.codeLimit)
            try reader.finish()
            let refusal = try await codes.standing(of: code, campaign: campaign, now: call.now).refusal
            return .json(["valid": .bool(refusal == nil), "reason": .text(refusal?.code.word)])
        }
    }
}
