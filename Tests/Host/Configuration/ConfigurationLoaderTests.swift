import ChainKit
import Foundation
import Testing

@testable import Host

@Suite struct ConfigurationLoaderTests {
    @Test func readsARightConfiguration() async throws {
        let it = try await ConfigurationFixture().load()
        #expect(it.server.host == "127.0.0.1" && it.server.port == 8080)
        #expect(it.server.environment == .production)
        #expect(it.server.bodyLimitBytes == 65_536)
        #expect(it.database.path == "var/gatehouse.db")
        #expect(it.tokens.issuer == "https://rewards.example" && it.tokens.audience == "rewards.example")
        #expect(it.tokens.keys.map(\.secret.text) == ["kW9xP2mL7vQ4sT8nB3jF6hD1gR5yC0zA"])
        #expect(it.tokens.accessLifetimeSeconds == 86_400 && it.tokens.refreshLifetimeSeconds == 2_592_000)
        #expect(it.sessions == SessionConfiguration() && it.rateLimits == RateLimits())
        #expect(it.chains.map(\.name) == ["sol", "berachain"])
        let provider = try #require(it.chains[0].providers.first)
        #expect(provider.name == "rpc.example" && provider.url.text == "https://rpc.example/rpc-key-7731")
        #expect(provider.options == ["das": true])
        #expect(it.chains[0].options == ["network": "main"])
        #expect(it.directory == "config" && it.campaignDirectory == "config/campaigns")
    }

    @Test func readsACampaign() async throws {
        var fixture = ConfigurationFixture()
        fixture.files["config/campaigns/genesis.yaml"]? += """

            edition: First
            recheck_after_seconds: 3600
            ready: false
            vm_type: svm
            nft_gas_fee: 5000000
            logo_url: https://rewards.example/logo.png
            activities:
              - { id: 1, name: follow, points: 10, required: true }
            promotions:
              - { id: 9, name: Pass, nft_symbol: GEN }
            """
        let it = try #require(try await fixture.load().campaigns.first)
        #expect(it.name == "genesis" && it.groupID == 3 && it.limit == 5000 && it.edition == "First")
        #expect(it.start == RFC3339.parse("2026-12-01T00:00:00Z") && it.end == RFC3339.parse("2027-01-01T00:00:00Z"))
        #expect(it.methods == ["sol", "berachain"])
        #expect(it.recheckAfterSeconds == 3600 && !it.isReady && it.vmType == .svm && it.nftGasFee == "5000000")
        #expect(it.logoURL == "https://rewards.example/logo.png")
        #expect(it.activities == [ActivityConfiguration(id: 1, name: "follow", points: 10, isRequired: true)])
        #expect(it.promotions == [PromotionConfiguration(id: 9, name: "Pass", nftSymbol: "GEN")])
    }

    @Test func tellsTenMistakesOfDifferentKindsAtOnce() async throws {
        let fixture = ConfigurationFixture(
            files: [
                "config/gatehouse.yaml": """
                server:
                  listen: 127.0.0.1:80800
                  domain: rewards.example
                  uri: https://rewards.example
                  cors_origins: ["*"]
                  log_lvl: info
                database: postgresql://gatehouse:hunter2@db/gatehouse
                tokens:
                  keys:
                    - { kid: k1, algorithm: HS256, secret: "${TOKEN_KEY}" }
                rate_limits: { sign_in: often }
                chains:
                  sol: { adapter: paper, network: main, providers: [ { url: "ftp://rpc.example" } ] }
                  eth: { adapter: papr, network: main }
                  bera: { adapter: paper, network: bera }
                """,
                "config/campaigns/genesis.yaml": """
                name: 42
                methods: [sol, bera, bypas]
                limit: 0
                limit: 10
                requirement:
                  any:
                    - holds: { chain: bera, tokn: bear }
                    - holds: { chain: sol, token: frog }
                    - at_least: { count: 3, of: [ { method: bypass } ] }
                """,
            ], environment: ["RPC_KEY": "x"])
        #expect(
            await fixture.complaints() == [
                "config/campaigns/genesis.yaml:1:7: Found 42; write text, in quotes if need be.",
                "config/campaigns/genesis.yaml:2:22: Found \"bypas\", which is no method; write one of bera, bypass, snapshot. Did you mean bypass?",
                "config/campaigns/genesis.yaml:4:1: Found \"limit\" again, first written on line 3; keep one.",
                "config/campaigns/genesis.yaml:7:7: Write the token's name as text.",
                "config/campaigns/genesis.yaml:9:26: Found 3; write a whole number from 1 to 1.",
                "config/gatehouse.yaml:2:11: Found \"127.0.0.1:80800\"; write address:port, such as 127.0.0.1:8080 or [::1]:8080.",
                "config/gatehouse.yaml:5:18: Found \"*\", which is refused in production; write each origin, such as https://rewards.example.",
                "config/gatehouse.yaml:6:3: Found \"log_lvl\", which means nothing here; did you mean \"log_level\"?",
                "config/gatehouse.yaml:7:11: Found PostgreSQL, which this version does not offer; write sqlite: and a path, such as sqlite:var/gatehouse.db.",
                "config/gatehouse.yaml:10:44: The environment variable TOKEN_KEY is not set; set it before the start.",
                "config/gatehouse.yaml:11:25: Found \"often\"; write a whole number from 0 to 1000000.",
                "config/gatehouse.yaml:13:61: This is no http or https URL; write one such as https://rpc.example/v1.",
                "config/gatehouse.yaml:14:19: Found \"papr\", which is no adapter; write one of paper. Did you mean paper?",
            ])
    }

    @Test func printsOneMistakeALine() async throws {
        let fixture = try ConfigurationFixture().replacing("main\n", "moon\n").replacing("sqlite:", "sqlight:")
        let mistakes = try await #require(throws: ConfigurationMistakes.self) { try await fixture.load() }
        #expect(
            "\(mistakes)" == """
                config/gatehouse.yaml:5:11: Found another kind of database; write sqlite: and a path, such as sqlite:var/gatehouse.db.
                config/gatehouse.yaml:12:14: Found "moon"; write main or bera.
                """)
    }

    @Test func repeatsNothingThatCameFromTheEnvironment() async throws {
        var fixture = ConfigurationFixture()
        fixture.environment = ["TOKEN_KEY": "hunter2", "RPC_KEY": "hunter2 hunter2"]
        fixture.files["config/gatehouse.yaml"]? +=
            "\nsessions: { lifetime_seconds: \"${RPC_KEY}\" }\nrate_limits: \"${RPC_KEY}\"\n"
        let complaints = await fixture.complaints()
        #expect(complaints.count == 4)
        #expect(!complaints.contains { $0.contains("hunter2") })
        #expect(complaints.contains { $0.contains("a string from the environment") })
    }

    @Test func printsNoSecret() async throws {
        let it = try await ConfigurationFixture().load()
        var dumped = ""
        dump(it, to: &dumped)
        #expect(!dumped.contains("kW9xP2mL7vQ4sT8nB3jF6hD1gR5yC0zA"))
        #expect(!dumped.contains("rpc-key-7731"))
        #expect("\(it.tokens.keys)".contains("<redacted>"))
    }

    @Test func saysWhenAFileIsMissing() async {
        var fixture = ConfigurationFixture()
        fixture.files = [:]
        #expect(await fixture.complaints() == ["config/gatehouse.yaml:1:1: The file config/gatehouse.yaml cannot be read."])
    }

    @Test func aFolderOfCampaignsThatIsNamedMustBeThere() async throws {
        var fixture = ConfigurationFixture()
        fixture.files["config/gatehouse.yaml"]? += "\ncampaigns: elsewhere\n"
        #expect(
            await fixture.complaints() == [
                "config/gatehouse.yaml:18:12: There is no folder config/elsewhere; make it, or name the one that holds the campaigns."
            ])
        fixture.files["config/elsewhere/spring.yaml"] = fixture.files["config/campaigns/genesis.yaml"]
        #expect(try await fixture.load().campaigns.map(\.name) == ["genesis"])
    }

    @Test func onlyYAMLFilesAreCampaigns() async throws {
        var fixture = ConfigurationFixture()
        fixture.files["config/campaigns/.hidden.yaml"] = "nonsense"
        fixture.files["config/campaigns/founders.csv"] = "anna"
        #expect(try await fixture.load().campaigns.count == 1)
    }

    @Test func twoCampaignsNeedTwoNames() async {
        var fixture = ConfigurationFixture()
        fixture.files["config/campaigns/second.yaml"] = ConfigurationFixture.genesis
        #expect(
            await fixture.complaints() == [
                "config/campaigns/second.yaml:1:7: Found \"genesis\", the name of the campaign in config/campaigns/genesis.yaml too; write another one."
            ])
    }

    @Test func textThatIsNotYAMLIsOneMistake() async throws {
        let fixture = try ConfigurationFixture().replacing("group_id: 3", "group_id: [3", in: "config/campaigns/genesis.yaml")
        let complaints = await fixture.complaints()
        #expect(complaints.count == 1)
        #expect(complaints.first?.hasPrefix("config/campaigns/genesis.yaml:3:") == true)
        #expect(complaints.first?.contains("This is not YAML: ") == true)
    }
}
