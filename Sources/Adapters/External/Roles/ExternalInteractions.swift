import AdapterProtocol
import ChainKit
import Foundation

struct ExternalInteractions: InteractionReceiver {
    let program: ExternalProgram
    let chain: ChainID

    func receive(headers: [String: String], body: [UInt8], now: Date) async throws(ChainError) -> Interaction {
        let answer = try await program.askWithNonce(
            "interaction.receive",
            [
                "headers": .object(headers.mapValues(JSONValue.string)), "body": .string(StandardBase64.encode(body)),
                "now": .time(now),
            ], allowing: [.proofMalformed])
        try answer.allow("nonce", "interaction", "answer", "id", "remember_until", "account", "campaign", "token")
        switch try WireInteraction(wire: answer) {
        case .refused: return .refused
        case .answer(let written): return .answer(written)
        case .codeRequest(let id, let rememberUntil, let account, let campaign, let token):
            guard account.chain == chain else { throw answer.wrong("must be an account of \(chain)", at: "account") }
            return .codeRequest(
                CodeRequest(id: id, rememberUntil: rememberUntil, account: account, campaign: campaign) {
                    [program] text throws(ChainError) in
                    let answer = try await program.askWithNonce(
                        "interaction.reply", ["token": .string(token), "text": .string(text)])
                    try answer.allow("nonce", "reply")
                    return try answer.require("reply")
                })
        }
    }

    func isBotKey(_ text: String) async throws(ChainError) -> Bool {
        let answer = try await program.askWithNonce("interaction.bot_key", ["key": .string(text)])
        try answer.allow("nonce", "matches")
        return try answer.flag("matches")
    }
}
