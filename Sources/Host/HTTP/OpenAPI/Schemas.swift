import ChainKit

/// The JSON Schemas (2020-12) that operations refer to by name.
enum Schemas {
    static let all: [String: JSONValue] = [
        "Problem": Problem.schema,
        "SessionInfo": SessionInfo.schema,
        "SignedIn": SignedIn.schema,
        "User": UserView.schema,
        "Eligible": EligibleView.schema,
        "Campaign": CampaignView.schema,
        "CampaignActivity": CampaignView.activitySchema,
        "CampaignPromotion": CampaignView.promotionSchema,
        "EligibleResult": EligibleResult.schema,
        "EligibleResp": EligibleResult.firstSchema,
        "Reason": EligibleResult.reasonSchema,
        "Evidence": EligibleResult.evidenceSchema,
        "SignInVerify": SignInBody.schema,
        "SolSignProof": SignInBody.solProofSchema,
        "EvmSignProof": SignInBody.evmProofSchema,
        "TonSignProof": SignInBody.tonProofSchema,
        "DiscordAuthCode": AuthCodeBody.issuedSchema,
        "DiscordAuthReq": AuthCodeBody.schema,
        "DiscordCodeStanding": AuthCodeBody.standingSchema,
        "EligibleFirstReq": CampaignOperations.eligibleFirstSchema,
        "VmType": ["type": "string", "enum": ["svm", "evm", "tvm"]],
        "ActivityType": ["type": "string", "enum": ["global", "campaign"]],
    ]

    static func ref(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    static func list(of name: String) -> JSONValue { ["type": "array", "items": ref(name)] }

    /// An object whose members are all always there, some of them possibly null.
    static func object(_ properties: [String: JSONValue], description: String? = nil) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.sorted().map(JSONValue.string)),
        ]
        if let description { members["description"] = .string(description) }
        return .object(members)
    }

    static let text: JSONValue = ["type": "string"]
    static let optionalText: JSONValue = ["type": ["string", "null"]]
    static let whole: JSONValue = ["type": "integer"]
    static let optionalWhole: JSONValue = ["type": ["integer", "null"]]
    static let optionalNumber: JSONValue = ["type": ["number", "null"]]
    static let flag: JSONValue = ["type": "boolean"]
    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let optionalTime: JSONValue = ["type": ["string", "null"], "format": "date-time"]
}

extension JSONValue {
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    static func whole(_ whole: Int?) -> JSONValue { whole.map { .integer(Int64($0)) } ?? .null }
}
