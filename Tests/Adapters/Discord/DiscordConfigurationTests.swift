import ChainKit
import DiscordAdapter
import Testing

@Suite struct DiscordConfigurationTests {
    private static func adapter(_ options: JSONValue, providers: Int = 1) async throws(ChainError) -> any ChainAdapter {
        let clock = TestClock()
        let providers = (0..<providers).map {
            AdapterSetup.ProviderDescription(name: "p\($0)", host: "discord.com", options: [:])
        }
        return try await AdapterKind.discord.make(
            AdapterSetup(name: "discord", options: options, providers: providers, now: { clock.now }) { _, _ in SilentPool() })
    }

    private static let key = JSONValue.string(Signer.publicKey)

    @Test(
        arguments: [
            (["bot_key": "sixteen-letters!"], [.accounts, .interactions]),
            (["public_key": key], [.accounts, .ownership, .holdings, .interactions]),
            (["bot_token": "token-of-the-bot"], [.accounts, .holdings]),
            (DiscordStage.oauth, [.accounts, .ownership, .holdings, .interactions]),
            (
                ["client_id": "157730590492196864", "client_secret": "hush-hush", "bot_key": "sixteen-letters!"],
                [.accounts, .holdings, .interactions]
            ),
        ] as [(JSONValue, [AdapterManifest.Role])])
    func hasTheRolesThatAreConfiguredAndNoOthers(options: JSONValue, roles: [AdapterManifest.Role]) async throws {
        let adapter = try await Self.adapter(options)
        #expect(adapter.manifest.roles == roles)
        #expect((adapter.ownership != nil) == roles.contains(.ownership))
        #expect((adapter.holdings != nil) == roles.contains(.holdings))
        #expect((adapter.interactions != nil) == roles.contains(.interactions))
        #expect(adapter.transactions == nil)
        #expect(adapter.chain.description == "discord:global")
        #expect(adapter.manifest.hosts == ["discord.com"])
    }

    @Test(
        arguments: [
            ([:], "/client_id"), (["client_id": 157_730_590_492_196_864], "/client_id"), (["client_id": "12"], "/client_id"),
            (["client_secret": "hush-hush"], "/client_id"), (["redirect_uris": ["https://a.example"]], "/client_secret"),
            (["public_key": "00"], "/public_key"), (["public_key": .string("0x" + Signer.publicKey.dropFirst(2))], "/public_key"),
            (["public_key": .string("02" + String(repeating: "0", count: 62))], "/public_key"),
            (["bot_key": "short"], "/bot_key"),
            (["bot_key": "sixteen letters!"], "/bot_key"), (["bot_token": "short"], "/bot_token"),
            (["bot_token": "line\r\nbreaks-are-refused"], "/bot_token"),
            (["public_key": key, "interaction_skew_seconds": 5], "/interaction_skew_seconds"),
            (["public_key": key, "command": "Gatehouse please"], "/command"), (["clientid": "1"], "/clientid"),
        ] as [(JSONValue, String)])
    func pointsAtWhatIsWrong(options: JSONValue, pointer: String) async {
        let error = await #expect(throws: ChainError.self) { try await Self.adapter(options) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
        #expect(error?.adapter == "discord")
    }

    @Test(arguments: [
        "http://rewards.example/", "rewards.example", "https://rewards.example/#token", "https:///x", "javascript:alert(1)",
        "https://rewards.example/a b", "http://localhost.evil.example/",
    ])
    func refusesAPlaceToReturnToThatIsNotOurOwnPage(uri: String) async {
        let error = await #expect(throws: ChainError.self) {
            try await Self.adapter([
                "client_id": "157730590492196864", "client_secret": "hush-hush",
                "redirect_uris": ["http://localhost:3000/x", .string(uri)],
            ])
        }
        #expect(error?.pointer == "/redirect_uris/1")
    }

    @Test func hasOneProviderAtMost() async throws {
        _ = try await Self.adapter(DiscordStage.oauth, providers: 0)
        let error = await #expect(throws: ChainError.self) { try await Self.adapter(DiscordStage.oauth, providers: 2) }
        #expect(error?.pointer == "/providers")
        #expect(AdapterKind.discord.defaultProviders == ["https://discord.com"])
    }

    @Test func printsNoSecret() async throws {
        let adapter = try await Self.adapter([
            "client_id": "157730590492196864", "client_secret": "hush-client", "redirect_uris": ["https://a.example"],
            "bot_key": "hush-bot-key-16-letters", "bot_token": "hush-bot-token-letters", "public_key": Self.key,
        ])
        var dumped = ""
        dump(adapter, to: &dumped)
        #expect(!"\(adapter) \(String(reflecting: adapter)) \(dumped)".contains("hush"))
        let error = await #expect(throws: ChainError.self) { try await Self.adapter(["bot_key": "hush key with spaces"]) }
        #expect(error?.description.contains("hush") == false)
    }
}

/// A pool nobody asks.
struct SilentPool: ProviderPool {
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        throw ChainError(.upstreamUnavailable, "There is nobody here.")
    }

    func health() async -> [ProviderHealth] { [] }
}
