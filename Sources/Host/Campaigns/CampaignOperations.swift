import ChainKit
import HTTPTypes

/// Campaigns, and a user's or a wallet's standing in one.
struct CampaignOperations: Sendable {
    let campaigns: CampaignService
    let eligibility: EligibilityService
    let signIn: SignInService
    let users: UserService
    let codes: AuthCodeService
    let platform: CurrentPlatform

    static let campaignParameter = APIOperation.Parameter(
        name: "campaign", place: .path, isRequired: true, description: "The campaign's id or its name.",
        schema: ["type": "string"])

    var all: [APIOperation] {
        [
            list, one, group, checkEligible, dryRun, info, eligibleSignIn, eligibleVerify, eligibleFirst, discordAuthCode,
            discordAuth, discordAuthDryRun,
        ]
    }

    private var list: APIOperation {
        APIOperation(
            id: "get_campaigns", method: .get, path: "/campaigns", tag: "campaigns", summary: "The campaigns that are ready.",
            parameters: Paging.parameters + [
                .init(
                    name: "active", place: .query, isRequired: false, description: "`true` keeps those inside their window.",
                    schema: ["type": "boolean"])
            ],
            answers: [.init("Campaigns.", schema: Schemas.list(of: "Campaign"))]
        ) { call in
            let active = try call.findFlag("active") ?? false
            let page = try Paging(call)
            let views = try await campaigns.ready(activeOnly: active, now: call.now)
            return .json(.array(page.cut(views).map(\.json)))
        }
    }

    private var one: APIOperation {
        APIOperation(
            id: "get_campaign", method: .get, path: "/campaigns/{campaign}", tag: "campaigns", summary: "One campaign.",
            parameters: [Self.campaignParameter], answers: [.init("The campaign.", schema: Schemas.ref("Campaign"))],
            problems: [.campaignUnknown]
        ) { call in
            .json(try await campaigns.one(call.path("campaign"), now: call.now).json)
        }
    }

    private var group: APIOperation {
        APIOperation(
            id: "get_group_campaigns", method: .get, path: "/group-campaigns/{group_id}", tag: "campaigns",
            summary: "The campaigns of a group.",
            parameters: Paging.parameters + [
                .init(name: "group_id", place: .path, isRequired: true, description: "The group's number.", schema: Schemas.whole)
            ],
            answers: [.init("Campaigns.", schema: Schemas.list(of: "Campaign"))], problems: [.notFound, .invalidRequest]
        ) { call in
            guard let id = Int(call.path("group_id")) else { throw Problem(.notFound, "A group's id is a number.") }
            let page = try Paging(call)
            return .json(.array(page.cut(try await campaigns.group(id, now: call.now)).map(\.json)))
        }
    }

    private var info: APIOperation {
        APIOperation(
            id: "get_campaign_info", method: .get, path: "/campaigns/{campaign}/info", tag: "campaigns",
            summary: "The user, with lists cut to this campaign.", needsUser: true, parameters: [Self.campaignParameter],
            answers: [.init("The user.", schema: Schemas.ref("User"))], problems: [.campaignUnknown]
        ) { call in
            let campaign = try platform.current.campaign(call.path("campaign"))
            return .json(try await users.view(of: call.user().userID, campaignID: campaign.id).json)
        }
    }
}
