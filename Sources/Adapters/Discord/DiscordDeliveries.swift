import ChainKit
import Foundation

/// A guild and one of its members, or somebody who is none.
struct DiscordMembershipQuestion: Sendable, Hashable {
    let account: Account
    let guild: String
}

/// What is known of a ``DiscordMembershipQuestion``.
struct DiscordMembership: Sendable {
    /// `nil`: no member.
    let member: DiscordMember?
    let source: String
    let observedAt: Date
}

/// Reads what Discord sends by itself. A slash command typed in a guild is Discord's word on what its author is there, and
/// is remembered as such for a while.
struct DiscordDeliveries: Sendable {
    let signature: DiscordSignature
    let accounts: DiscordAccountFormat
    let memberships: DiscordMemory<DiscordMembershipQuestion, DiscordMembership>

    enum Delivery: Sendable {
        case forged
        case stale
        case ping
        case command(DiscordCommand, sentAt: Date)
        /// Signed, and nothing we know.
        case other
    }

    /// How long a command's word on a membership counts, from when it was sent.
    static let memorySeconds = 900.0
    static let source = "slash-command"

    /// - Throws: `proof_malformed` for a signed body that is no interaction.
    func read(signature text: String?, timestamp: String?, body: [UInt8], now: Date) throws(ChainError) -> Delivery {
        switch signature.judge(signature: text, timestamp: timestamp, body: body, now: now) {
        case .forged: return .forged
        case .stale: return .stale
        case .valid(let sentAt):
            let interaction = try Self.interaction(body)
            switch interaction["type"] {
            case 1?: return .ping
            case 2?:
                let command = try DiscordCommand(interaction, accounts: accounts)
                remember(command, sentAt: sentAt, now: now)
                return .command(command, sentAt: sentAt)
            default: return .other
            }
        }
    }

    /// The JSON object of a signed body, which has a type.
    /// - Throws: `proof_malformed`.
    static func interaction(_ body: [UInt8]) throws(ChainError) -> JSONValue {
        let value: JSONValue
        do { value = try JSONValue(parsing: body) } catch {
            throw ChainError(.proofMalformed, "The delivery is signed, but its body is not JSON.")
        }
        guard value["type"]?.whole != nil else {
            throw ChainError(.proofMalformed, "The delivery is signed, but it is no interaction.", pointer: "/type")
        }
        return value
    }

    private func remember(_ command: DiscordCommand, sentAt: Date, now: Date) {
        guard let (guild, member) = command.membership else { return }
        memberships.remember(
            DiscordMembership(member: member, source: Self.source, observedAt: min(sentAt, now)),
            for: DiscordMembershipQuestion(account: command.account, guild: guild),
            until: min(sentAt, now) + Self.memorySeconds, now: now)
    }
}
