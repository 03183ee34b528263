import AdapterProtocol
import ChainKit
import Foundation

struct ExternalInteractions: InteractionReceiver {
    let program: ExternalProgram
    let chain: ChainID

    func receive(headers: [String: String], body: [UInt8], now: Date) async throws(ChainError) -> Interaction {
        let answer = try await program.ask(
            "interaction.receive",
            [
                "headers": .object(headers.mapValues(JSONValue.string)), "body": .string(StandardBase64.encode(body)),
                "now": .time(now),
            ], allowing: [.proofMalformed])
        try answer.allow("interaction", "answer", "id", "remember_until", "account", "campaign", "token")
        switch try WireInteraction(wire: answer) {
        case .refused: return .refused
        case .answer(let written): return .answer(written)
        case .codeRequest(let id, let rememberUntil, let account, let campaign, let token):
            guard account.chain == chain else { throw answer.wrong("must be an account of \(chain)", at: "account") }
            return .codeRequest(
                CodeRequest(id: id, rememberUntil: rememberUntil, account: account, campaign: campaign) {
                    [program] text throws(ChainError) in
                    let answer = try await program.ask("interaction.reply", ["token": .string(token), "text": .string(text)])
                    try answer.allow("reply")
                    return try answer.require("reply")
                })
        }
    }

    /// A program that does not answer has not said yes.
    func isBotKey(_ text: String) async -> Bool {
        guard let answer = try? await program.ask("interaction.bot_key", ["key": .string(text)]) else { return false }
        return (try? answer.flag("matches")) ?? false
    }
}
