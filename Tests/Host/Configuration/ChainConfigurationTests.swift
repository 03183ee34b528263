import ChainKit
import Foundation
import Synchronization
import Testing

@testable import Host

@Suite struct ChainConfigurationTests {
    /// The chain `sol` with another list of providers, and with other members after it.
    private func chain(_ providers: String?, _ members: String...) throws -> ConfigurationFixture {
        let written = (providers.map { ["providers: \($0)"] } ?? []) + members
        return try ConfigurationFixture()
            .replacing("      - { url: \"https://rpc.example/${RPC_KEY}\", das: true }\n", "")
            .replacing("    providers:\n", written.map { "    \($0)\n" }.joined())
    }

    @Test func aURLUnderTheNameOfItsInterface() async throws {
        let it = try await chain(
            "[ { toncenter: \"https://ton.example/${RPC_KEY}\", key: 1 }, { tonapi: \"https://api.example\" } ]"
        )
        .load()
        .chains[0].providers
        #expect(it.map(\.url.text) == ["https://ton.example/rpc-key-7731", "https://api.example"])
        #expect(it.map(\.name) == ["ton.example", "api.example"])
        #expect(it.map(\.options) == [["api": "toncenter", "key": 1], ["api": "tonapi"]])
        var dumped = ""
        dump(it, to: &dumped)
        #expect(!dumped.contains("rpc-key-7731"))
    }

    @Test(arguments: [
        (
            "[ { toncenter: \"https://a.example/hunter2\", tonapi: \"https://b.example/hunter2\" } ]",
            "13:60: Found a second URL under \"tonapi\"; write each provider as an element of its own."
        ),
        (
            "[ { toncenter: \"https://a.example/hunter2\", api: toncenter } ]",
            "13:60: Found \"api\" beside \"toncenter\", which says it already; leave it out."
        ),
        ("[ { toncenter: \"ftp://hunter2.example\" } ]", "13:31: This is no http or https URL"),
        ("[ { toncenter: hunter2 } ]", "13:18: \"url\" is missing"),
        ("[ { toncenter: \"https://${NOT_SET}\" } ]", "13:31: The environment variable NOT_SET is not set"),
    ])
    func aURLUnderAnotherNameThatIsWrong(_ providers: String, _ complaint: String) async throws {
        let complaints = try await chain(providers).complaints()
        #expect(complaints.count == 1 && complaints[0].contains("gatehouse.yaml:\(complaint)"), "\(complaints)")
        #expect(!complaints.joined().contains("hunter2"))
    }

    @Test func aURLGoesBeforeOtherMembers() async throws {
        let it = try await chain("[ { url: \"https://a.example\", home: \"https://b.example\" } ]").load().chains[0].providers[0]
        #expect(it.url.text == "https://a.example" && it.options == ["home": "https://b.example"])
    }

    @Test func aChainWithoutProvidersHasThoseOfItsAdapter() async throws {
        let base = PaperChain.kind
        let urls = ["https://service.example/api/v10", "https://service.example/api/v9"]
        let kind = AdapterKind(
            id: base.id, namespace: base.namespace, accounts: base.accounts, vectorOps: [], testWallets: nil,
            defaultProviders: urls, make: base.make)
        let connected = Mutex<[[String]]>([])
        let fixture = try chain(nil)
        let platform = try await Platform.build(
            fixture.load(), kinds: [kind], files: fixture.source, now: { Date(timeIntervalSince1970: 0) },
            connect: { chain, _, _ in
                connected.withLock { $0.append(chain.providers.map(\.url.text)) }
                return UnconnectedPool()
            })
        #expect(connected.withLock { $0 } == [urls, urls])
        #expect(platform.chains[0].providers.map(\.name) == ["service.example", "service.example-2"])
    }

    @Test func safeguardsAreOffUntilTheyAreAskedForButOne() async throws {
        let it = try await ConfigurationFixture().load().chains[0]
        #expect(it.quorum == 1 && it.cache == .off && it.confirmsEmpty)
        #expect(it.pool.maxLagBlocks == nil && it.pool.maxLagSeconds == nil)
        #expect(try await chain(nil, "cache: {}").load().chains[0].cache == CacheConfiguration())
    }

    @Test func readsSafeguards() async throws {
        let it = try await chain(
            "[ { url: \"https://a.example\" }, { url: \"https://b.example\" } ]", "quorum: 2", "confirm_empty: false",
            "cache: { positive_seconds: 30, negative_seconds: 0.5 }", "pool: { max_lag_blocks: 20, max_lag_seconds: 60 }"
        ).load().chains[0]
        #expect(it.quorum == 2 && !it.confirmsEmpty)
        #expect(it.cache.positiveSeconds == 30 && it.cache.negativeSeconds == 0.5)
        #expect(it.pool.maxLagBlocks == 20 && it.pool.maxLagSeconds == 60)
        #expect(it.options == ["network": "main"])
    }

    @Test(arguments: [
        ("quorum: 2", "13:13: Found a quorum of 2 with 1 providers; write at most as many as there are."),
        ("quorum: 0", "13:13: Found 0; write a whole number from 1 to 100."),
        ("confirm_empty: 1", "13:20: Found 1; write true or false."),
        ("cache: 10", "13:12: Found a whole number; write an object with positive_seconds, negative_seconds."),
        ("cache: { negative_seconds: -1 }", "13:32: Found -1; write seconds from 0 to 3600."),
        ("pool: { max_lag_blocks: 0 }", "13:29: Found 0; write a whole number from 1 to 1000000000."),
        ("pool: { max_lag_seconds: 0 }", "13:30: Found 0; write seconds from 1 to 86400."),
    ])
    func safeguardsThatAreWrong(_ member: String, _ complaint: String) async throws {
        let fixture = try ConfigurationFixture().replacing("    network: main\n", "    network: main\n    \(member)\n")
        #expect(await fixture.complaints() == ["config/gatehouse.yaml:\(complaint)"])
    }
}
