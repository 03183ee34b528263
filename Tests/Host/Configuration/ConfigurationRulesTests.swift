import ChainKit
import Foundation
import Testing

@testable import Host

/// One rule of the configuration at a time: a part spoilt, and what is said about it.
@Suite struct ConfigurationRulesTests {
    private let campaign = "config/campaigns/genesis.yaml"

    private func only(_ fixture: ConfigurationFixture) async throws -> String {
        let complaints = await fixture.complaints()
        #expect(complaints.count == 1, "\(complaints)")
        return try #require(complaints.first)
    }

    @Test(arguments: [
        ("listen: 127.0.0.1:8080", "listen: 8080", "2:11: Found 8080; write text"),
        ("listen: 127.0.0.1:8080", "listen: ::1:80", "2:11: Found \"::1:80\"; write address:port"),
        ("domain: rewards.example", "domain: https://rewards.example", "3:11: Found \"https://rewards.example\"; write a host"),
        ("  uri: https://rewards.example\n", "", "1:1: \"uri\" is missing; write uri: https://rewards.example."),
        ("uri: https://rewards.example", "uri: rewards.example", "4:8: Found \"rewards.example\"; write an absolute http"),
        (
            "uri: https://rewards.example", "uri: javascript:alert(1)",
            "4:8: Found \"javascript:alert(1)\"; write an absolute http"
        ),
        ("database: sqlite:var/gatehouse.db\n", "", "1:1: \"database\" is missing"),
        ("database: sqlite:var/gatehouse.db", "database: [a]", "5:11: Found a list without a kind of database"),
        ("algorithm: HS256", "algorithm: RS256", "8:29: Found \"RS256\"; write one of EdDSA, HS256. Did you mean HS256?"),
        ("algorithm: HS256", "algorithm: EdDSA", "8:44: This is not the base64 text of 32 bytes"),
        ("kid: k1", "kid: \"k 1\"", "8:14: Found \"k 1\"; write 1 to 64"),
        ("  keys:\n", "  audiense: x\n  keys:\n", "7:3: Found \"audiense\", which means nothing here; did you mean"),
        ("    - { kid: k1, algorithm: HS256, secret: \"${TOKEN_KEY}\" }", "    []", "8:5: Found an empty list; write at least"),
        ("chains:", "chain:", "9:1: Found \"chain\", which means nothing here; did you mean \"chains\"?"),
        ("adapter: paper\n    network: main", "network: main", "10:3: \"adapter\" is missing"),
        ("network: main", "network: main\n    pool: { retries: 11 }", "13:22: Found 11; write a whole number from 0 to 10."),
        ("network: main", "network: main\n    enabled: no", "13:14: Found \"no\"; write true or false."),
        ("  berachain:", "  Bera chain:", "15:3: Found the name \"Bera chain\""),
        ("  berachain:", "  bypass:", "15:3: Found \"bypass\", which is the name of a method"),
        (
            "das: true }", "das: true }\n      - { url: \"https://rpc.example/2\" }",
            "15:9: Another provider of this chain is named"
        ),
        ("das: true", "headers: { \"a b\": c }", "14:61: Found the header name \"a b\""),
        ("das: true", "headers: { a: 1 }", "14:64: Found a whole number that is no header value"),
        ("${RPC_KEY}", "${RPC_KEY", "14:16: Found \"${\" without a name"),
        ("database:", "sessions: { statement: \"a\\nb\" }\ndatabase:", "5:24: Found several lines; write one."),
        ("database:", "sessions: { lifetime_seconds: 5 }\ndatabase:", "5:31: Found 5; write a whole number from 30 to 86400."),
        ("database:", "rate_limits: { other: -1 }\ndatabase:", "5:23: Found -1; write a whole number from 0 to 1000000."),
        ("  domain:", "  trusted_proxies: [10.0.0.0/33]\n  domain:", "3:21: Found \"10.0.0.0/33\"; write the proxy's IP"),
        ("  domain:", "  cors_origins: [https://a.example/]\n  domain:", "3:18: Found \"https://a.example/\"; write scheme"),
        ("  domain:", "  request_timeout_seconds: 0.5\n  domain:", "3:28: Found 0.5; write seconds from 1 to 300."),
    ])
    func saysWhatIsWrongInTheMainFile(old: String, new: String, complaint: String) async throws {
        var fixture = try ConfigurationFixture().replacing(old, new)
        // Only the main file is looked at here; the campaign would miss the chains that tests take away.
        fixture.files[campaign] = "name: open\nmethods: [bypass]\nrequirement: { method: bypass }\n"
        let found = try await only(fixture)
        #expect(found.hasPrefix("config/gatehouse.yaml:\(complaint)"), "\(found)")
    }

    @Test(arguments: [
        ("name: genesis", "name: Genesis", "1:7: Found \"Genesis\"; write up to 64 of a-z"),
        ("name: genesis", "name: \"42\"", "1:7: Found \"42\"; write up to 64 of a-z"),
        ("group_id: 3", "group_id: three", "2:11: Found \"three\"; write a whole number from 1 up."),
        ("start: 2026-12-01T00:00:00Z", "start: 2026-12-01", "3:18: Found \"2026-12-01\"; write a time such as"),
        ("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "3:45: Found an end before the start; write a later time."),
        ("limit: 5000", "limt: 5000", "4:1: Found \"limt\", which means nothing here; did you mean \"limit\"?"),
        ("methods: [sol, berachain]", "methods: [sol, sol]", "5:16: Found \"sol\" again; name each method once."),
        (
            "methods: [sol, berachain]", "methods: [solana]",
            "5:11: Found \"solana\", which is no method; write one of sol, berachain"
        ),
        ("methods: [sol, berachain]", "methods: sol", "5:10: Found a string; write a list."),
        ("methods: [sol, berachain]\n", "", "1:1: \"methods\" is missing; write methods: [sol, bypass]."),
        ("at_least: 2", "at_least: 0", "8:51: Found \"0\"; write a whole number from 1 up."),
        ("chain: berachain", "chain: bear", "9:23: Found \"bear\", which is no chain; write one of sol, berachain."),
        ("method: bypass", "method: bypas", "10:15: Found \"bypas\", which is no method"),
        (
            "method: bypass", "method: snapshot\n      chain: sol\n      list: lost.csv",
            "12:13: The file config/campaigns/lost.csv cannot be read."
        ),
        ("limit: 5000", "limit: 5000\nnft_gas_fee: 0.1", "5:14: Found 0.1; write base units in digits"),
        (
            "limit: 5000", "limit: 5000\nclaim_by: assets",
            "5:11: Found \"assets\"; write one of asset, wallet. Did you mean asset?"
        ),
        ("limit: 5000", "limit: 5000\nvm_type: svn", "5:10: Found \"svn\"; write one of svm, evm, tvm. Did you mean svm?"),
        ("limit: 5000", "limit: 5000\nlogo_url: /logo.png", "5:11: Found \"/logo.png\"; write an absolute http or https URL."),
        (
            "limit: 5000", "limit: 5000\nactivities: [{id: 1, name: a}, {id: 1, name: b}]",
            "5:37: Found 1 again; give each another id."
        ),
        ("limit: 5000", "limit: 5000\npromotions: [{name: a}]", "5:14: \"id\" is missing; write id: 1."),
        ("limit: 5000", "limit: 5000\nrecheck_after_seconds: soon", "5:24: Found \"soon\"; write seconds from 1 to"),
    ])
    func saysWhatIsWrongInACampaign(old: String, new: String, complaint: String) async throws {
        let found = try await only(try ConfigurationFixture().replacing(old, new, in: campaign))
        #expect(found.hasPrefix("\(campaign):\(complaint)"), "\(found)")
    }

    @Test func whatIsClaimedHasTokensOfItsOwn() async throws {
        let complaints = try await ConfigurationFixture().replacing("limit: 5000", "limit: 5000\nclaim_by: asset", in: campaign)
            .complaints()
        #expect(complaints.count == 2, "\(complaints)")
        for (complaint, start) in zip(complaints, ["9:14: Found token:frog, whose", "10:14: Found token:bear, whose"]) {
            #expect(complaint.hasPrefix("\(campaign):\(start)"), "\(complaint)")
        }
    }

    @Test func aChainWithAMistakeIsNotBlamedOnItsCampaigns() async throws {
        let found = try await only(try ConfigurationFixture().replacing("network: bera", "network: moon"))
        #expect(found == "config/gatehouse.yaml:17:14: Found \"moon\"; write main or bera.")
        var unset = ConfigurationFixture()
        unset.environment["RPC_KEY"] = nil
        #expect(
            try await only(unset)
                == "config/gatehouse.yaml:14:16: The environment variable RPC_KEY is not set; set it before the start.")
    }

    @Test(arguments: [
        "changeme-changeme-changeme-changeme", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef",
    ])
    func productionRefusesAGuessableKey(secret: String) async throws {
        var fixture = ConfigurationFixture()
        fixture.environment["TOKEN_KEY"] = secret
        #expect(try await only(fixture).hasPrefix("config/gatehouse.yaml:8:44: This is a known default or easy to guess"))
        fixture = try fixture.replacing("  uri:", "  environment: development\n  uri:")
        #expect(await fixture.complaints().isEmpty)
    }

    @Test func aShortKeyIsRefusedEverywhere() async throws {
        var fixture = try ConfigurationFixture().replacing("  uri:", "  environment: development\n  uri:")
        fixture.environment["TOKEN_KEY"] = "kW9xP2mL7vQ4sT8nB3jF6hD1gR5yC0z"
        #expect(try await only(fixture).hasPrefix("config/gatehouse.yaml:9:44: This has 31 bytes; write at least 32"))
    }

    @Test func productionRefusesAKeyThatIsAnotherSetting() async throws {
        var fixture = try ConfigurationFixture().replacing("sqlite:var/gatehouse.db", "\"${TOKEN_KEY}\"")
        fixture.environment["TOKEN_KEY"] = "sqlite:/var/lib/rewards/gatehouse-main.db"
        #expect(try await only(fixture).hasPrefix("config/gatehouse.yaml:8:44: This is the same as the setting /database;"))
    }

    @Test func ofTwoEqualKeysTheSecondIsRefused() async throws {
        let line = "    - { kid: k1, algorithm: HS256, secret: \"${TOKEN_KEY}\" }"
        let fixture = try ConfigurationFixture().replacing(line, "\(line)\n\(line.replacing("k1", with: "k2"))")
        #expect(
            try await only(fixture).hasPrefix(
                "config/gatehouse.yaml:9:44: This is the same as the setting /tokens/keys/0/secret;"))
    }

    @Test func anEdDSAKeyIsASeedInBase64() async throws {
        var fixture = try ConfigurationFixture().replacing("HS256", "EdDSA")
        let seed = (0..<32).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + 13) }
        fixture.environment["TOKEN_KEY"] = Data(seed).base64EncodedString()
        #expect(try await fixture.load().tokens.keys.map(\.secret) == [Secret(seed)])
    }

    @Test func developmentMayAllowEveryOrigin() async throws {
        let fixture = try ConfigurationFixture().replacing(
            "  uri:", "  environment: development\n  cors_origins: [\"*\", HTTP://Localhost:3000]\n  uri:")
        #expect(try await fixture.load().server.corsOrigins == ["*", "http://localhost:3000"])
    }

    @Test(arguments: [("[::1]:0", "::1", 0), ("0.0.0.0:80", "0.0.0.0", 80), ("localhost:65535", "localhost", 65_535)])
    func readsAddressesToListenOn(text: String, host: String, port: Int) async throws {
        let server = try await ConfigurationFixture().replacing("127.0.0.1:8080", "\"\(text)\"").load().server
        #expect(server.host == host && server.port == port)
    }
}
