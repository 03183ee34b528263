import ChainKit
import Foundation
import Testing

@Suite struct DiscordCommandProofTests {
    private static let options: JSONValue = ["public_key": .string(Signer.publicKey)]
    private static let code: [String: JSONValue] = ["code": "n0nceOfThisChallenge"]

    @Test func asksForASlashCommandWhereThereIsNoOAuth2() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let message = try await stage.adapter.ownership?.message(for: stage.challenge())
            #expect(message == "/gatehouse code:n0nceOfThisChallenge")
        }
    }

    @Test func acceptsASignedCommandThatCarriesTheNonce() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let proof = Signer.proof(Samples.command(Self.code), at: stage.clock.now)
            let account = try await stage.adapter.accounts.account(Samples.user)
            let open = try await stage.verify(proof)
            #expect(open == .accepted(account))
            let bound = try await stage.verify(proof, account: account)
            #expect(bound == .accepted(account))
            let other = try await stage.adapter.accounts.account(Samples.otherUser)
            let foreign = try await stage.verify(proof, account: other)
            #expect(foreign == .rejected(.addressInvalid))
        }
    }

    @Test(
        arguments: [
            Samples.command(["code": "n0nceOfAnotherChallenge"]), Samples.command(["code": ""]), Samples.command(),
            Samples.command(code, name: "other"), ["type": 1], ["type": 3, "data": ["options": []]],
        ] as [JSONValue])
    func refusesASignedDeliveryThatIsNoAnswer(command: JSONValue) async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let verdict = try await stage.verify(Signer.proof(command, at: stage.clock.now))
            #expect(verdict == .rejected(.signatureInvalid))
        }
    }

    @Test func refusesASignatureOfOtherBytesAndAnOldOne() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let command = Samples.command(Self.code)
            var proof = Signer.proof(command, at: stage.clock.now).members ?? [:]
            proof["body"] = .string(command.json + " ")
            let verdict = try await stage.verify(.object(proof))
            #expect(verdict == .rejected(.signatureInvalid))
            let old = Signer.proof(command, at: stage.clock.now - 301)
            let late = try await stage.verify(old)
            #expect(late == .rejected(.proofExpired))
        }
    }

    @Test func everyChangedBitOfTheSignatureIsRefused() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let proof = Signer.proof(Samples.command(Self.code), at: stage.clock.now)
            let signature = try #require(proof["signature"]?.text.flatMap { Hex.decode($0) })
            for bit in 0..<512 {
                var changed = signature
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                var fields = proof.members ?? [:]
                fields["signature"] = .string(Hex.encode(changed))
                let verdict = try await stage.verify(.object(fields))
                #expect(verdict == .rejected(.signatureInvalid))
            }
        }
    }

    @Test func needsAKeyForSignedCommandsAndAClientForOAuth2() async throws {
        try await DiscordStage.with([], options: Self.options) { stage in
            let error = await #expect(throws: ChainError.self) { try await stage.verify(DiscordStage.grant) }
            #expect(error?.pointer == "/oauth_code")
        }
    }
}
