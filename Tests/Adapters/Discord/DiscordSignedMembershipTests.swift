import ChainConformance
import ChainKit
import Foundation
import Testing

/// What a slash command tells about its author's membership.
@Suite struct DiscordSignedMembershipTests {
    private static let options: JSONValue = ["public_key": .string(Signer.publicKey)]

    private static func deliver(_ command: JSONValue, to stage: DiscordStage, sentAgo seconds: Double = 0) async throws {
        let body = command.jsonBytes
        let headers = Signer.headers(body, at: stage.clock.now - seconds)
        _ = try await stage.adapter.interactions?.receive(headers: headers, body: body, now: stage.clock.now)
    }

    @Test func itIsDiscordsWordForAQuarterOfAnHour() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            try await Self.deliver(Samples.command(), to: stage, sentAgo: 100)
            let holding = try await stage.read(Samples.hasRed).get()
            #expect(holding.items == [Samples.user])
            #expect(holding.source == "slash-command")
            #expect(holding.observedAt == stage.clock.now - 100)
            #expect(try await stage.items(Samples.hasBlue) == [])
            stage.clock.advance(by: 799)
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
            stage.clock.advance(by: 1)
            #expect(try await stage.failure(Samples.hasRed)?.code == .reauthorizationRequired)
            #expect(stage.discord.requestCount == 0)
        }
    }

    @Test func aCommandThatIsRefusedTellsNothing() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            try await Self.deliver(Samples.command(), to: stage, sentAgo: 301)
            try await Self.deliver(Samples.command(), to: stage, sentAgo: -301)
            #expect(try await stage.failure(Samples.hasRed)?.code == .reauthorizationRequired)
        }
    }

    @Test func anOlderCommandDoesNotUndoANewerOne() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            try await Self.deliver(Samples.command(roles: []), to: stage)
            try await Self.deliver(Samples.command(roles: [Samples.red]), to: stage, sentAgo: 200)
            #expect(try await stage.items(Samples.hasRed) == [])
        }
    }

    @Test func aPendingMemberIsNotYetOne() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            try await Self.deliver(Samples.command(pending: true), to: stage)
            #expect(try await stage.items(Samples.membership) == [])
        }
    }

    @Test func aNoIsAskedAgainWhereSomebodyCanLook() async throws {
        let options: JSONValue = ["public_key": .string(Signer.publicKey), "bot_token": "token-of-the-bot"]
        let script = [DiscordStage.get(DiscordStage.asBot(), Samples.member([Samples.red, Samples.blue]))]
        try await DiscordStage.with(script, options: options) { stage in
            try await Self.deliver(Samples.command(), to: stage)
            #expect(try await stage.read(Samples.hasRed).get().source == "slash-command")
            #expect(stage.discord.requestCount == 0)
            #expect(try await stage.items(Samples.hasBlue) == [Samples.user])
        }
    }

    @Test func aProofByCommandTellsItToo() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let command = Samples.command(["code": "n0nceOfThisChallenge"])
            _ = try await stage.verify(Signer.proof(command, at: stage.clock.now))
            #expect(try await stage.items(Samples.hasRed) == [Samples.user])
        }
    }
}
