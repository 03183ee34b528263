import ChainConformance
import ChainKit
import Foundation
import HTTPTypes
import Testing

@testable import Host

/// The slash command, from Discord's signed delivery to the verdict.
@Suite struct DiscordCommandTests {
    private typealias Discord = ScriptedDiscord

    @Test func aPingIsAnswered() async throws {
        try await Discord.run([.command]) { _, server in
            let reply = try await server.deliverFromDiscord(["type": 1, "id": "1", "application_id": "2"])
            #expect(reply.status == 200 && reply.body == ["type": 1])
        }
    }

    @Test func aCommandsCodeMakesItsAuthorEligibleAndDiscordIsNotAsked() async throws {
        try await Discord.run([.command]) { discord, server in
            let reply = try await server.deliverFromDiscord(Discord.command())
            #expect(reply.status == 200 && reply.body["type"] == 4 && reply.body["data"]?["flags"] == 64)
            let code = try #require(reply.codeInMessage)
            let token = try await server.token(of: TestWallet("sol"))
            let dry = try await server.post("/campaigns/reds/discord-auth-dryrun", ["code": .string(code)])
            #expect(dry.body == ["valid": true, "reason": nil])
            let asked = discord.upstream.requestCount
            let verdict = try await server.redeem(["code": .string(code)], campaign: "reds", token: token)
            #expect(verdict.body["is_eligible"] == true && verdict.body["method"] == "discord", "\(verdict.text)")
            let evidence = verdict.body["evidence"]?[0]
            #expect(evidence?["account"]?.text == "discord:global:\(Discord.user)")
            #expect(evidence?["asset"]?.text == "discord:global/guild:\(Discord.guild)/\(Discord.red)")
            #expect(evidence?["source"] == "slash-command")
            #expect(discord.upstream.requestCount == asked)
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == Discord.user)
            expectProblem(
                try await server.redeem(["code": .string(code)], campaign: "reds", token: token), "code_used")
        }
    }

    @Test func aMemberWithAnotherRoleIsNotEligible() async throws {
        try await Discord.run([.command]) { _, server in
            for (number, roles) in [[Discord.blue], []].enumerated() {
                let user = "8035111022467891\(number)"
                let reply = try await server.deliverFromDiscord(
                    Discord.command("119000000000000000\(number)", user: user, roles: roles))
                let token = try await server.token(of: TestWallet("sol", UInt8(number + 1)))
                let code = try #require(reply.codeInMessage)
                let verdict = try await server.redeem(["code": .string(code)], campaign: "reds", token: token)
                #expect(verdict.body["is_eligible"] == false && verdict.reasons == ["holds_too_little"], "\(verdict.text)")
                #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == user)
            }
        }
    }

    @Test func whatACommandToldIsForgottenAndThenNobodyKnows() async throws {
        try await Discord.run([.command]) { _, server in
            let code = try #require(try await server.deliverFromDiscord(Discord.command()).codeInMessage)
            server.clock.advance(seconds: 899)
            let token = try await server.token(of: TestWallet("sol"))
            server.clock.advance(seconds: 0.5)
            let verdict = try await server.redeem(["code": .string(code)], campaign: "reds", token: token)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.text)")
            server.clock.advance(seconds: 0.5)
            let open = try await server.get(Discord.pathAgain, token: token)
            #expect(open.body["is_eligible"] == .null && open.reasons == ["reauthorization_required"], "\(open.text)")
        }
    }

    @Test func aRepeatedDeliveryIsRefused() async throws {
        try await Discord.run([.command]) { _, server in
            #expect(try await server.deliverFromDiscord(Discord.command()).codeInMessage != nil)
            expectProblem(try await server.deliverFromDiscord(Discord.command()), "delivery_refused")
            #expect(try await server.deliverFromDiscord(Discord.command("1190000000000000002")).codeInMessage != nil)
        }
    }

    private static let forgeries: [@Sendable (inout HTTPFields, inout [UInt8]) -> Void] = [
        { headers, _ in headers[HTTPField.Name("X-Signature-Ed25519")!] = nil },
        { headers, _ in headers[HTTPField.Name("X-Signature-Timestamp")!] = nil },
        { headers, _ in headers[HTTPField.Name("X-Signature-Ed25519")!] = String(repeating: "0", count: 128) },
        { headers, _ in headers[HTTPField.Name("X-Signature-Timestamp")!] = "1795000001" },
        { _, body in body.append(0x20) },
        { _, body in body = Array(String(decoding: body, as: UTF8.self).replacing("912", with: "913").utf8) },
    ]

    @Test(arguments: forgeries.indices) func aForgedDeliveryIsRefused(index: Int) async throws {
        try await Discord.run([.command]) { _, server in
            let blue = Discord.command("1190000000000000009", roles: [Discord.blue])
            let code = try #require(try await server.deliverFromDiscord(blue).codeInMessage)
            for body in [Discord.command(), ["type": 1]] {
                if index == 5 && body["type"] == 1 { continue }
                let reply = try await server.deliverFromDiscord(body, Self.forgeries[index])
                expectProblem(reply, "delivery_refused")
            }
            let token = try await server.token(of: TestWallet("sol"))
            let verdict = try await server.redeem(["code": .string(code)], campaign: "reds", token: token)
            #expect(verdict.body["is_eligible"] == false, "a forger tells nothing about members: \(verdict.text)")
        }
    }

    @Test func anOldDeliveryIsRefused() async throws {
        try await Discord.run([.command]) { _, server in
            let now = server.clock.now
            let body = Discord.command().jsonBytes
            for seconds in [-301.0, 301] {
                let headers = Discord.headers(body, at: now.addingTimeInterval(seconds))
                expectProblem(
                    try await server.send(.post, "/interactions/discord", headers: headers, body: body), "delivery_refused")
            }
        }
    }

    @Test func aSignedCommandProvesTheAccountOfASession() async throws {
        try await Discord.run([.command]) { _, server in
            let token = try await server.token(of: TestWallet("sol"))
            let session = try await server.get("/campaigns/reds/eligible-sign-in?chain=discord", token: token).body
            let nonce = String(session["message"]?.text?.split(separator: ":").last ?? "")
            var command = Discord.command().members ?? [:]
            command["data"] = ["name": "gatehouse", "options": [["name": "code", "type": 3, "value": .string(nonce)]]]
            let body = JSONValue.object(command)
            let headers = Discord.headers(body.jsonBytes, at: server.clock.now)
            let proof: JSONValue = [
                "signature": .text(headers[HTTPField.Name("X-Signature-Ed25519")!]),
                "timestamp": .text(headers[HTTPField.Name("X-Signature-Timestamp")!]), "body": .string(body.json),
            ]
            let verdict = try await server.post(
                "/campaigns/reds/eligible-verify", ["session_id": session["session_id"] ?? .null, "data": proof], token: token)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.text)")
        }
    }
}
