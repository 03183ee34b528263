import Foundation

/// Receives what an outside service sends by itself and signs, such as a Discord slash command.
public protocol InteractionReceiver: Sendable {
    /// Judges one delivery by its signature, its age and its form.
    /// - Parameters:
    ///   - headers: names in lower case.
    ///   - body: the raw bytes; the signature is over them as they came.
    /// - Throws: `proof_malformed` for a signed body that is no interaction.
    func receive(headers: [String: String], body: [UInt8], now: Date) async throws(ChainError) -> Interaction

    /// Whether this is the shared secret of the service's bot; compared in constant time.
    /// - Throws: an error that blames the outside when nobody could say, or `cancelled`; never for a key that is wrong.
    func isBotKey(_ text: String) async throws(ChainError) -> Bool
}

/// What a delivery asks for.
public enum Interaction: Sendable {
    /// Not signed by the service, or too old. Answer 401.
    case refused
    /// Nothing to do but to answer, as to a PING.
    case answer(JSONValue)
    /// Someone asks for a one-time code of a campaign.
    case codeRequest(CodeRequest)
}

/// A user of the service asks for a one-time code of a campaign.
public struct CodeRequest: Sendable {
    /// Unique over all deliveries; a repeated one must not be served.
    public let id: String
    /// Until when the same delivery could pass again, so how long ``id`` has to be remembered.
    public let rememberUntil: Date
    /// The service's user who asks.
    public let account: Account
    /// The campaign's name or id as the user typed it.
    public let campaign: String
    /// The service's form of an answer that only the asker sees.
    public let reply: @Sendable (_ text: String) async throws(ChainError) -> JSONValue

    public init(
        id: String, rememberUntil: Date, account: Account, campaign: String,
        reply: @escaping @Sendable (_ text: String) async throws(ChainError) -> JSONValue
    ) {
        self.id = id
        self.rememberUntil = rememberUntil
        self.account = account
        self.campaign = campaign
        self.reply = reply
    }
}
