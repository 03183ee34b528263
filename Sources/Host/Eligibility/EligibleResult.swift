import ChainKit
import Eligibility
import Foundation

/// What a campaign says about a wallet or a user.
struct EligibleResult: Sendable {
    let campaignID: Int
    let campaign: String
    let outcome: Ternary
    /// The method that granted.
    let method: String?
    let wallet: String?
    let reasons: [Reason]
    let evidence: [Evidence]
    let checkedAt: Date
    let retryAfterSeconds: Double?
    /// True when facts were needed and no provider of any of their chains may be asked at present.
    let askedNobody: Bool

    var status: String {
        switch outcome {
        case .yes: "eligible"
        case .no: "ineligible"
        case .unknown: "undetermined"
        }
    }

    var json: JSONValue {
        let isEligible: JSONValue =
            switch outcome {
            case .yes: true
            case .no: false
            case .unknown: .null
            }
        return [
            "campaign_id": .integer(Int64(campaignID)), "campaign": .string(campaign), "is_eligible": isEligible,
            "status": .string(status), "method": .text(method), "wallet": .text(wallet),
            "reasons": .array(reasons.map { ["code": .string($0.code), "detail": .string($0.detail)] }),
            "evidence": .array(evidence.map(Self.json)), "checked_at": .string(RFC3339.format(checkedAt)),
            "retry_after": retryAfterSeconds.map { .integer(Int64($0.rounded(.up))) } ?? .null,
        ]
    }

    private static func json(_ evidence: Evidence) -> JSONValue {
        [
            "chain": .string(evidence.chain.description), "account": .string(evidence.account.description),
            "asset": .string(evidence.asset), "amount": .string(evidence.amount.description),
            "items": .array(evidence.items.map(JSONValue.string)),
            "holders": .array(evidence.holders.map { .string($0.description) }),
            "at": evidence.at.map { .object([$0.parts.word: .integer(Int64(clamping: $0.parts.height))]) } ?? .null,
            "source": .string(evidence.source), "observed_at": .string(RFC3339.format(evidence.observedAt, milliseconds: true)),
        ]
    }
}

extension EligibleResult {
    /// The 503 for a check in which nobody could be asked. It still says that this is no "no".
    var unavailable: Problem {
        Problem(
            .upstreamUnavailable,
            "No provider could be asked about \"\(campaign)\"; this is neither a yes nor a no. Ask again after Retry-After.",
            retryAfterSeconds: retryAfterSeconds, members: ["is_eligible": .null, "results": [json]])
    }

    static let schema = Schemas.object([
        "campaign_id": Schemas.whole, "campaign": Schemas.text,
        "is_eligible": [
            "type": ["boolean", "null"], "description": "Null when it could not be found out; ask again after `retry_after`.",
        ],
        "status": ["type": "string", "enum": ["eligible", "ineligible", "undetermined"]],
        "method": Schemas.optionalText, "wallet": Schemas.optionalText, "reasons": Schemas.list(of: "Reason"),
        "evidence": Schemas.list(of: "Evidence"), "checked_at": Schemas.time,
        "retry_after": ["type": ["integer", "null"], "description": "Seconds."],
    ])

    static let reasonSchema = Schemas.object(["code": Schemas.text, "detail": Schemas.text])

    static let evidenceSchema = Schemas.object([
        "chain": ["type": "string", "description": "CAIP-2."], "account": ["type": "string", "description": "CAIP-10."],
        "asset": ["type": "string", "description": "CAIP-19."],
        "amount": ["type": "string", "pattern": "^[0-9]+$", "description": "Base units, or number of tokens."],
        "items": [
            "type": "array", "items": Schemas.text, "description": "Of a yes, the ids of the tokens it rests on, where known.",
        ],
        "holders": [
            "type": "array", "items": Schemas.text,
            "description": "CAIP-10. The accounts that hold on the account's behalf, by delegation.",
        ],
        "at": [
            "type": ["object", "null"], "maxProperties": 1,
            "properties": ["block": Schemas.whole, "slot": Schemas.whole, "seqno": Schemas.whole],
        ],
        "source": ["type": "string", "description": "The provider's configured name."], "observed_at": Schemas.time,
    ])

    static let firstSchema = Schemas.object([
        "eligible": ["type": ["boolean", "null"]], "campaign": Schemas.optionalText, "method": Schemas.optionalText,
        "results": Schemas.list(of: "EligibleResult"),
    ])

    /// `EligibleResp`: the first campaign that is eligible; `null` when none is and some are undetermined.
    static func first(_ results: [EligibleResult]) -> JSONValue {
        let first = results.first { $0.outcome == .yes }
        let isOpen = first == nil && results.contains { $0.outcome == .unknown }
        return [
            "eligible": isOpen ? .null : .bool(first != nil), "campaign": .text(first?.campaign),
            "method": .text(first?.method), "results": .array(results.map(\.json)),
        ]
    }
}
