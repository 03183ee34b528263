import ChainKit
import Foundation

/// Receives Discord's deliveries: answers its PING, and turns the slash command into a request for a one-time code.
struct DiscordInteractions: InteractionReceiver {
    /// `nil` without the application's public key: nothing is believed then.
    let deliveries: DiscordDeliveries?
    let botKey: DiscordSecret?
    let command: String

    static let campaignOption = "campaign"
    /// By how much the clocks of two of our instances may differ, in seconds.
    private static let clockMargin = 60.0

    /// - Throws: `proof_malformed` for a signed body that is no interaction.
    func receive(headers: [String: String], body: [UInt8], now: Date) throws(ChainError) -> Interaction {
        guard let deliveries else { return .refused }
        let delivery = try deliveries.read(
            signature: headers["x-signature-ed25519"], timestamp: headers["x-signature-timestamp"], body: body, now: now)
        switch delivery {
        case .forged, .stale: return .refused
        case .ping: return .answer(["type": 1])
        case .command(let command, let sentAt) where command.name == self.command:
            guard let campaign = command.options[Self.campaignOption].map(Self.trimmed), !campaign.isEmpty else {
                return .answer(Self.reply("Name the campaign: /\(self.command) \(Self.campaignOption):NAME"))
            }
            let passesUntil = sentAt + deliveries.signature.skewSeconds
            return .codeRequest(
                CodeRequest(
                    id: command.id, rememberUntil: passesUntil + Self.clockMargin, account: command.account,
                    campaign: campaign, reply: Self.reply))
        case .command, .other:
            return .answer(
                Self.reply("This is nothing we can help with. Try /\(command) \(Self.campaignOption):NAME"))
        }
    }

    func isBotKey(_ text: String) -> Bool { botKey?.matches(text) ?? false }

    /// A message (type 4) that only the asker sees (flag 64).
    private static func reply(_ text: String) -> JSONValue {
        ["type": 4, "data": ["content": .string(String(text.prefix(contentLimit))), "flags": 64]]
    }

    /// Characters Discord takes in a message.
    private static let contentLimit = 2000

    private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}
