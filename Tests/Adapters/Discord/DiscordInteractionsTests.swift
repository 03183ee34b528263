import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite struct DiscordInteractionsTests {
    private static let options: JSONValue = ["public_key": .string(Signer.publicKey), "bot_key": "the-bots-own-long-key"]

    /// Delivers a body, signed now, to an adapter that has the key.
    private static func deliver(
        _ body: JSONValue, late seconds: Double = 0, _ change: (inout [String: String], inout [UInt8]) -> Void = { _, _ in },
        _ judge: (Interaction, DiscordStage) async throws -> Void
    ) async throws {
        try await DiscordStage.with([], options: options) { stage in
            var bytes = body.jsonBytes
            var headers = Signer.headers(bytes, at: stage.clock.now)
            change(&headers, &bytes)
            let interactions = try #require(stage.adapter.interactions)
            try await judge(interactions.receive(headers: headers, body: bytes, now: stage.clock.now + seconds), stage)
            #expect(stage.discord.requestCount == 0)
        }
    }

    @Test func answersAPingThatIsSigned() async throws {
        try await Self.deliver(["type": 1, "id": "1", "application_id": "2"]) { interaction, _ in
            guard case .answer(let answer) = interaction else {
                Issue.record("\(interaction)")
                return
            }
            #expect(answer == ["type": 1])
        }
    }

    @Test(arguments: [-300.0, 0, 300])
    func takesADeliveryWithinTheWindow(late: Double) async throws {
        try await Self.deliver(Samples.command(), late: late) { interaction, stage in
            guard case .codeRequest(let request) = interaction else {
                Issue.record("\(interaction)")
                return
            }
            #expect(request.id == "1190000000000000001")
            #expect(request.account.description == "discord:global:\(Samples.user)")
            #expect(request.campaign == "genesis")
            #expect(request.rememberUntil > stage.clock.now + 300)
            let reply = try await request.reply("Your code is X")
            #expect(reply == ["type": 4, "data": ["content": "Your code is X", "flags": 64]])
        }
    }

    @Test(arguments: [-301.0, 301])
    func refusesADeliveryOutsideTheWindow(late: Double) async throws {
        try await Self.deliver(["type": 1], late: late) { interaction, _ in expectRefusal(interaction) }
    }

    @Test func refusesAForgedDelivery() async throws {
        let forgeries: [(inout [String: String], inout [UInt8]) -> Void] = [
            { headers, _ in headers = [:] }, { headers, _ in headers["x-signature-ed25519"] = nil },
            { headers, _ in headers["x-signature-timestamp"] = nil }, { _, body in body.append(0x20) },
            { headers, _ in headers["x-signature-ed25519"]?.removeLast(2) },
            { headers, _ in headers["x-signature-ed25519"] = "0x" + (headers["x-signature-ed25519"] ?? "") },
            { headers, _ in headers["x-signature-ed25519"] = String(repeating: "0", count: 128) },
            { headers, body in
                // The same bytes in a row, divided elsewhere.
                body.insert(headers["x-signature-timestamp"]?.utf8.last ?? 0, at: 0)
                headers["x-signature-timestamp"]?.removeLast()
            },
            { headers, _ in headers["x-signature-timestamp"] = " " + (headers["x-signature-timestamp"] ?? "") },
            { headers, _ in headers["x-signature-timestamp"] = "1e9" },
        ]
        for forge in forgeries {
            try await Self.deliver(["type": 1], forge) { interaction, _ in expectRefusal(interaction) }
        }
    }

    @Test(
        arguments: [
            Samples.command([:]), Samples.command(["campaign": "  "]), Samples.command(name: "other"),
            ["type": 3, "id": "1190000000000000001"], ["type": 5],
        ] as [JSONValue])
    func answersPolitelyWhatIsNoRequestForACode(body: JSONValue) async throws {
        try await Self.deliver(body) { interaction, _ in
            guard case .answer(let answer) = interaction else {
                Issue.record("\(interaction)")
                return
            }
            #expect(answer["type"] == 4)
            #expect(answer["data"]?["flags"] == 64)
            #expect(answer["data"]?["content"]?.text?.contains("/gatehouse campaign:") == true)
        }
    }

    @Test func readsTheUserOfADirectMessage() async throws {
        var command = Samples.command(["campaign": 17]).members ?? [:]
        command["member"] = nil
        command["guild_id"] = nil
        command["user"] = ["id": .string(Samples.otherUser)]
        try await Self.deliver(.object(command)) { interaction, _ in
            guard case .codeRequest(let request) = interaction else {
                Issue.record("\(interaction)")
                return
            }
            #expect(request.account.address == Samples.otherUser)
            #expect(request.campaign == "17")
        }
    }

    @Test(
        arguments: [
            ["id": "x", "type": 2], ["id": "1", "type": 2], ["id": "1", "type": 2, "data": ["name": "gatehouse"]],
            ["id": "1", "type": 2, "data": ["name": "gatehouse"], "user": ["id": 80_351_110_224_678_912]], ["type": "1"], [:], [],
        ] as [JSONValue])
    func saysWhatASignedDeliveryLacks(body: JSONValue) async throws {
        let error = await #expect(throws: ChainError.self) { try await Self.deliver(body) { _, _ in } }
        #expect(error?.code == .proofMalformed)
    }

    @Test func believesNothingWithoutAPublicKey() async throws {
        try await DiscordStage.with([], options: ["bot_key": "the-bots-own-long-key"]) { stage in
            let body = Samples.command().jsonBytes
            let headers = Signer.headers(body, at: stage.clock.now)
            let interaction = try await #require(stage.adapter.interactions)
                .receive(headers: headers, body: body, now: stage.clock.now)
            expectRefusal(interaction)
        }
    }

    @Test(arguments: [
        ("the-bots-own-long-key", true), ("the-bots-own-long-keY", false), ("", false), ("the-bots-own-long-key ", false),
        ("the-bots-own-long-ke", false),
    ])
    func knowsTheBotByItsKey(text: String, isKey: Bool) async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let found = try await #require(stage.adapter.interactions).isBotKey(text)
            #expect(found == isKey)
        }
        try await DiscordStage.with([], options: ["public_key": .string(Signer.publicKey)]) { stage in
            let found = try await #require(stage.adapter.interactions).isBotKey(text)
            #expect(found == false)
        }
    }
}

func expectRefusal(_ interaction: Interaction, sourceLocation: SourceLocation = #_sourceLocation) {
    guard case .refused = interaction else {
        Issue.record("not refused: \(interaction)", sourceLocation: sourceLocation)
        return
    }
}
