import ChainKit
import DiscordAdapter
import Foundation
import Synchronization
import Testing

/// What is sent to Discord, to the letter.
@Suite struct DiscordRequestTests {
    @Test func tradesTheCodeInAFormWithTheClientsCredentialsInTheHeader() async throws {
        let recorder = Recorder()
        let clock = TestClock()
        let adapter = try await AdapterKind.discord.make(
            AdapterSetup(name: "discord", options: DiscordStage.oauth, providers: [], now: { clock.now }) { _, _ in
                recorder
            })
        let challenge = Challenge(
            chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example", nonce: "n0nceOfThisChallenge",
            issuedAt: clock.now, expiresAt: clock.now + 600)
        _ = try? await adapter.ownership?.verify(Proof(DiscordStage.grant), answering: challenge, now: clock.now)
        let request = try #require(recorder.requests.withLock { $0 }.first)
        #expect(request.method == .post)
        #expect(request.path == "/api/oauth2/token")
        #expect(request.query == [])
        let fields = [
            WebField("grant_type", "authorization_code"), WebField("code", "the-code"),
            WebField("redirect_uri", "https://rewards.example/discord"),
        ]
        #expect(request.body == .form(fields))
        let credentials = Data("157730590492196864:hush-client-secret".utf8).base64EncodedString()
        #expect(request.headers["authorization"] == "Basic \(credentials)")
    }
}

/// Notes what it is asked and answers nothing of use.
private final class Recorder: Provider, ProviderPool {
    let name = "recorder"
    let options: JSONValue = [:]
    let requests = Mutex<[WebRequest]>([])

    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        requests.withLock { $0.append(request) }
        return WebAnswer(status: 404)
    }

    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer { .success(.null) }
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] { [] }
    func health() async -> [ProviderHealth] { [] }

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer { try await work(self) }
}
