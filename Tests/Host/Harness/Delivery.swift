import ChainKit
import Foundation
import HTTPTypes

@testable import Host

/// A delivery of the ``MemoryGuild``, signed as it signs.
struct Delivery: Sendable {
    var body: JSONValue
    var sentAt: Date
    var signature: String?

    static func ping(at time: Date) -> Delivery { Delivery(body: ["type": 1], sentAt: time) }

    static func codeRequest(_ id: String, user: String, campaign: String, at time: Date) -> Delivery {
        Delivery(
            body: ["type": 2, "id": .string(id), "user": .string(user), "campaign": .string(campaign)], sentAt: time)
    }

    static func signature(of body: [UInt8]) -> String { "signed-\(body.count)-\(body.reduce(0) { $0 &* 31 &+ Int($1) })" }
}

extension TestServer {
    func deliver(_ delivery: Delivery, to chain: String = MemoryGuild.chainName) async throws -> TestReply {
        let bytes = delivery.body.jsonBytes
        let headers: HTTPFields = [
            .contentType: "application/json", HTTPField.Name("X-Signature")!: delivery.signature ?? Delivery.signature(of: bytes),
            HTTPField.Name("X-Sent")!: String(delivery.sentAt.timeIntervalSince1970),
        ]
        return try await send(.post, "/interactions/\(chain)", headers: headers, body: bytes)
    }

    /// A one-time code, as the campaign's bot gets it.
    func askCode(_ user: String, campaign: String = "members", key: String? = MemoryGuild.botKey) async throws -> TestReply {
        try await get(
            "/campaigns/\(campaign)/discord-auth-code?discord_id=\(user)",
            headers: key.map { [.authorization: "Bot \($0)"] } ?? [:])
    }

    func code(of user: String, campaign: String = "members") async throws -> JSONValue {
        try await askCode(user, campaign: campaign).body["code"] ?? .null
    }

    /// What a page sends when the service brought its user back with an OAuth2 code, for a session that the user opened.
    func oauth(
        _ code: String, redirectURI: String = "https://rewards.example/back", chain: String = MemoryGuild.chainName,
        campaign: String = "members", token: String?
    ) async throws -> JSONValue {
        let session = try await get("/campaigns/\(campaign)/eligible-sign-in?chain=\(chain)", token: token).body
        let message = session["message"]?.text ?? ""
        let state =
            message.firstMatch(of: /[?&]state=([^&]+)/).map { String($0.1) }
            ?? message.split(separator: " ").last.map(String.init)
        return [
            "oauth_code": .string(code), "redirect_uri": .string(redirectURI), "session_id": session["session_id"] ?? .null,
            "state": .text(state),
        ]
    }

    func redeem(_ body: JSONValue, campaign: String = "members", token: String?) async throws -> TestReply {
        try await post("/campaigns/\(campaign)/discord-auth", body, token: token)
    }
}
