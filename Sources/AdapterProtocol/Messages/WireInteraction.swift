import ChainKit
import Foundation

/// What a delivery asks for, as messages carry it: a one-time code is answered by a call of its own, under a token.
public enum WireInteraction: WireValue, Sendable {
    case refused
    case answer(JSONValue)
    case codeRequest(id: String, rememberUntil: Date, account: Account, campaign: String, token: String)

    private enum Word: String, CaseIterable {
        case refused, answer
        case codeRequest = "code_request"
    }

    public init(wire reader: MessageReader) throws(ChainError) {
        switch try reader.word("interaction", of: Word.self) {
        case .refused: self = .refused
        case .answer: self = .answer(try reader.require("answer"))
        case .codeRequest:
            self = .codeRequest(
                id: try reader.text("id", limit: 256), rememberUntil: try reader.time("remember_until"),
                account: try reader.account("account"), campaign: try reader.text("campaign", limit: 1024),
                token: try reader.text("token", limit: 256))
        }
    }

    public var wire: JSONValue {
        switch self {
        case .refused: ["interaction": "refused"]
        case .answer(let answer): ["interaction": "answer", "answer": answer]
        case .codeRequest(let id, let rememberUntil, let account, let campaign, let token):
            [
                "interaction": "code_request", "id": .string(id), "remember_until": .time(rememberUntil),
                "account": .string(account.description), "campaign": .string(campaign), "token": .string(token),
            ]
        }
    }
}
