import ChainKit
import HTTPTypes

extension CampaignOperations {
    static let result = APIOperation.Answer(
        "The verdict, with reasons and evidence; undetermined when a chain did not answer.",
        schema: Schemas.ref("EligibleResult"))

    var checkEligible: APIOperation {
        APIOperation(
            id: "check_eligible", method: .get, path: "/campaigns/{campaign}/check-eligible", tag: "eligibility",
            summary: "Whether the user is eligible; records a grant.", needsUser: true, parameters: [Self.campaignParameter],
            answers: [Self.result], problems: [.campaignUnknown] + SignInOperations.adapterProblems
        ) { call in
            let platform = platform.current
            let campaign = try platform.campaign(call.path("campaign"))
            return try Self.reply(try await eligibility.check(campaign, user: call.user(), platform: platform, now: call.now))
        }
    }

    var dryRun: APIOperation {
        APIOperation(
            id: "check_eligible_dryrun", method: .get, path: "/campaigns/{campaign}/check-eligible-dryrun", tag: "eligibility",
            summary: "Whether a wallet would be eligible; records nothing.",
            parameters: [
                Self.campaignParameter,
                .init(
                    name: "wallet", place: .query, isRequired: true, description: "The wallet's address.",
                    schema: ["type": "string", "minLength": 1, "maxLength": 256]),
                .init(
                    name: "chain", place: .query, isRequired: false,
                    description:
                        "The configured chain whose address it is; without it, the first that can read it, of the campaign's chains, then of the others.",
                    schema: Schemas.text),
            ],
            answers: [Self.result], problems: [.campaignUnknown] + SignInOperations.adapterProblems
        ) { call in
            let platform = platform.current
            let campaign = try platform.campaign(call.path("campaign"))
            let bare = BareWallet(platform: platform, campaigns: [campaign], pointers: ("wallet", "chain"))
            let wallet = try await bare.account(call.requireQuery("wallet"), chain: call.findQuery("chain"))
            return try Self.reply(
                try await eligibility.dryRun([campaign], wallet: wallet, platform: platform, now: call.now)[0])
        }
    }

    static let eligibleFirstSchema: JSONValue = [
        "type": "object", "required": ["wallet", "campaigns"],
        "properties": [
            "wallet": ["type": "string", "minLength": 1, "maxLength": 256], "chain": ["type": ["string", "null"]],
            "campaigns": [
                "type": "array", "minItems": 1, "maxItems": 20,
                "items": ["type": ["string", "integer"], "description": "A campaign's id or its name."],
            ],
        ],
    ]

    var eligibleFirst: APIOperation {
        APIOperation(
            id: "eligible_first", method: .post, path: "/eligible-first", tag: "eligibility",
            summary: "The first of some campaigns that a wallet is eligible for; records nothing.",
            body: Schemas.ref("EligibleFirstReq"),
            answers: [.init("One result a campaign, in the order asked.", schema: Schemas.ref("EligibleResp"))],
            problems: [.campaignUnknown] + SignInOperations.adapterProblems
        ) { call in
            var reader = BodyReader(call.body)
            let wallet = reader.text("wallet")
            let chain = reader.findText("chain")
            let names = reader.names("campaigns", count: 1...20)
            try reader.finish()
            let platform = platform.current
            let asked = try names.map { name throws(Problem) in try platform.campaign(name) }
            let bare = BareWallet(platform: platform, campaigns: asked, pointers: ("/wallet", "/chain"))
            let account = try await bare.account(wallet, chain: chain)
            let results = try await eligibility.dryRun(asked, wallet: account, platform: platform, now: call.now)
            if results.allSatisfy(\.askedNobody), let first = results.first { throw first.unavailable }
            let retry = results.compactMap(\.retryAfterSeconds).min()
            return .json(
                EligibleResult.first(results),
                headers: retry.map { [.retryAfter: Reply.retryAfter($0)] } ?? [:])
        }
    }

    var eligibleSignIn: APIOperation {
        APIOperation(
            id: "eligible_sign_in", method: .get, path: "/campaigns/{campaign}/eligible-sign-in", tag: "eligibility",
            summary: "Opens a session in which the user proves a further wallet to this campaign.", needsUser: true,
            rateGroup: .signIn, parameters: [Self.campaignParameter] + SignInOperations.walletParameters,
            answers: [.init("The text to sign.", schema: Schemas.ref("SessionInfo"))],
            problems: [.campaignUnknown] + SignInOperations.adapterProblems
        ) { call in
            let campaign = try platform.current.campaign(call.path("campaign"))
            let session = try await signIn.open(
                chain: call.findQuery("chain") ?? "sol", address: call.findQuery("address"),
                purpose: .eligibility(campaignID: campaign.id, userID: call.user().userID), now: call.now)
            return .json(session.json)
        }
    }

    var eligibleVerify: APIOperation {
        APIOperation(
            id: "eligible_verify", method: .post, path: "/campaigns/{campaign}/eligible-verify", tag: "eligibility",
            summary: "Links the proven wallet to the user, then checks and records eligibility.", needsUser: true,
            rateGroup: .verify, parameters: [Self.campaignParameter], body: Schemas.ref("SignInVerify"), answers: [Self.result],
            problems: SignInOperations.proofProblems + [
                .campaignUnknown, .walletAlreadyLinked, .discordAlreadyLinked, .walletLimitReached,
            ]
        ) { call in
            let user = try call.user()
            let platform = platform.current
            let campaign = try platform.campaign(call.path("campaign"))
            let purpose = SignInSession.Purpose.eligibility(campaignID: campaign.id, userID: user.userID)
            let (proven, chain) = try await signIn.redeem(SignInBody(call.body), for: purpose, now: call.now)
            try await codes.accounts.link(proven, chain: chain, to: user.userID, now: call.now)
            return try Self.reply(try await eligibility.check(campaign, user: user, platform: platform, now: call.now))
        }
    }

    static func reply(_ result: EligibleResult) throws(Problem) -> Reply {
        if result.askedNobody { throw result.unavailable }
        let retry = result.retryAfterSeconds
        return .json(result.json, headers: retry.map { [.retryAfter: Reply.retryAfter($0)] } ?? [:])
    }
}
