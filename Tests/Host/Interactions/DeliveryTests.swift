import ChainKit
import Foundation
import HTTPTypes
import Testing

@testable import Host

/// What a service delivers by itself, signed.
@Suite struct DeliveryTests {
    private let member = TestConfiguration.members[0]

    private func request(_ id: String, campaign: String = "members", server: TestServer) -> Delivery {
        .codeRequest(id, user: member, campaign: campaign, at: server.clock.now)
    }

    private func codeText(in reply: TestReply) -> String? {
        reply.body["text"]?.text?.firstMatch(of: /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/).map { String($0.0) }
    }

    @Test func aPingIsAnswered() async throws {
        try await TestServer.run { server in
            let reply = try await server.deliver(.ping(at: server.clock.now))
            #expect(reply.status == 200 && reply.body == ["type": 1])
            #expect(reply.headers[.contentType] == "application/json")
        }
    }

    @Test func aCommandIsAnsweredWithACodeThatWorks() async throws {
        try await TestServer.run { server in
            let reply = try await server.deliver(request("one", server: server))
            #expect(reply.status == 200 && reply.body["type"] == 4)
            let code = try #require(codeText(in: reply))
            let token = try await server.token(of: TestWallet("sol"))
            let result = try await server.redeem(["code": .string(code)], token: token)
            #expect(result.body["is_eligible"] == true)
            #expect(try await server.get("/user/info", token: token).body["discord_id"]?.text == member)
        }
    }

    @Test func aDeliveryThatIsNotSignedIsRefused() async throws {
        try await TestServer.run { server in
            var forged = request("forged", server: server)
            forged.signature = "signed-by-nobody"
            expectProblem(try await server.deliver(forged), "delivery_refused")
            var changed = request("changed", server: server)
            changed.signature = Delivery.signature(of: request("other", server: server).body.jsonBytes)
            expectProblem(try await server.deliver(changed), "delivery_refused")
            expectProblem(try await server.post("/interactions/guild", ["type": 1]), "delivery_refused")
            expectProblem(try await server.send(.post, "/interactions/guild"), "delivery_refused")
            expectProblem(try await server.send(.post, "/interactions/guild", body: [0xFF, 0]), "delivery_refused")
        }
    }

    @Test func theSignatureIsJudgedOverTheBytesAsTheyCame() async throws {
        try await TestServer.run { server in
            let bytes = Array(#" { "type" : 1 ,  "unheard" : "é" } "#.utf8)
            let headers: HTTPFields = [
                HTTPField.Name("x-signature")!: Delivery.signature(of: bytes),
                HTTPField.Name("x-sent")!: String(server.clock.now.timeIntervalSince1970),
            ]
            let reply = try await server.send(.post, "/interactions/guild", headers: headers, body: bytes)
            #expect(reply.body == ["type": 1])
        }
    }

    @Test func aSignedBodyThatIsNoDeliveryIsInvalid() async throws {
        try await TestServer.run { server in
            expectProblem(try await server.deliver(Delivery(body: [], sentAt: server.clock.now)), "invalid_request")
        }
    }

    @Test func anOldDeliveryIsRefused() async throws {
        try await TestServer.run { server in
            let old = Delivery.ping(at: server.clock.now.addingTimeInterval(-301))
            expectProblem(try await server.deliver(old), "delivery_refused")
        }
    }

    @Test func aDeliveryIsServedOnceHoweverOftenItComes() async throws {
        try await TestServer.run { server in
            let one = request("twin", server: server)
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for _ in 0..<20 { group.addTask { try await server.deliver(one) } }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 200 } == 1)
            #expect(replies.count { $0.code == "delivery_refused" } == 19)
            server.clock.advance(seconds: 200)
            expectProblem(try await server.deliver(one), "delivery_refused")
        }
    }

    @Test func aCommandForNoCampaignIsAnsweredInWordsAndOnce() async throws {
        try await TestServer.run({ configuration in
            for index in configuration.campaigns.indices where configuration.campaigns[index].name == "insiders" {
                configuration.campaigns[index].end = Date(timeIntervalSince1970: 1)
            }
        }) { server in
            for (campaign, words) in [
                ("nowhere", "no such campaign"), ("", "no such campaign"), ("open", "takes no codes"), ("insiders", "ended"),
            ] {
                let asked = request("for-\(campaign)", campaign: campaign, server: server)
                let reply = try await server.deliver(asked)
                #expect(reply.status == 200 && codeText(in: reply) == nil)
                #expect(reply.body["text"]?.text?.contains(words) == true, "\(reply.text)")
                expectProblem(try await server.deliver(asked), "delivery_refused")
            }
        }
    }

    @Test(arguments: ["sol", "nowhere", "%00"]) func aChainThatReceivesNothingIsNotFound(chain: String) async throws {
        try await TestServer.run { server in
            expectProblem(try await server.deliver(.ping(at: server.clock.now), to: chain), "not_found")
        }
    }

    @Test func aDeliveryThatIsTooLargeIsRefused() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(
                .post, "/interactions/guild", body: [UInt8](repeating: UInt8(ascii: " "), count: 65_537))
            expectProblem(reply, "body_too_large")
        }
    }

    @Test func deliveriesAreNotLimitedByTheAddressTheyComeFrom() async throws {
        try await TestServer.run({ $0.rateLimits = RateLimits(signIn: 1, verify: 1, discordCode: 1, other: 1) }) { server in
            for _ in 0..<5 {
                let reply = try await server.deliver(.ping(at: server.clock.now))
                #expect(reply.status == 200)
            }
        }
    }
}
