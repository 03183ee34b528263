import ChainConformance
import ChainKit
import HTTPTypes
import Logging
import Testing

@testable import Host

/// Quorum, lag and cache over HTTP, with two nodes behind one chain.
@Suite struct ProviderSafeguardTests {
    private func run(
        second: [ScriptedUpstream.Entry], _ change: @escaping @Sendable (inout ChainConfiguration) -> Void,
        log: CapturedLog = CapturedLog(), _ body: @Sendable (TestServer, ScriptedUpstream) async throws -> Void
    ) async throws {
        let node = try ScriptedUpstream(script: second)
        node.start()
        defer { node.stop() }
        try await TestServer.run(
            { configuration in
                let index = configuration.chains.firstIndex { $0.name == "eth" } ?? 0
                configuration.chains[index].providers.append(
                    ProviderConfiguration(name: "second", url: Secret(node.url), host: "127.0.0.1"))
                change(&configuration.chains[index])
            }, logger: log.logger
        ) { try await body($0, node) }
    }

    private func path() throws -> String {
        "/campaigns/eth-holders/check-eligible-dryrun?chain=eth&wallet=\(try TestWallet("eth").address)"
    }

    @Test func providersThatDisagreeMakeTheVerdictUndeterminedAndAreLogged() async throws {
        let log = CapturedLog()
        try await run(second: TestChains.ethereum(balance: 0), { $0.quorum = 2 }, log: log) { server, second in
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            let reply = try await server.get(path())
            #expect(reply.body["is_eligible"] == JSONValue.null && reply.headers[.retryAfter] != nil)
            let line = log.lines.first { $0.message == "providers disagree" }
            #expect(line?.level == .warning && line?.text.contains("scripted: 1, second: 0") == true)
            #expect(line?.text.contains(try TestWallet("eth").address) == false)
            second.replace(script: TestChains.ethereum(balance: 1))
            let agreed = try await server.get(path())
            #expect(agreed.body["is_eligible"] == true)
            #expect(agreed.text.contains("scripted+second"))
            let page = try PrometheusPage(try await server.get("/metrics").text)
            #expect(page.value("gatehouse_quorum_total", ["chain": "eth", "outcome": "disagreed"]) == 1)
            #expect(page.value("gatehouse_quorum_total", ["chain": "eth", "outcome": "agreed"]) == 1)
        }
    }

    @Test func aWalletSignsInOnlyWhenEnoughProvidersAnswer() async throws {
        try await run(second: TestChains.ethereum(balance: 0), { $0.quorum = 2 }) { server, second in
            _ = try await server.token(of: try TestWallet("eth"))
            let page = try PrometheusPage(try await server.get("/metrics").text)
            #expect(page.value("gatehouse_quorum_total", ["chain": "eth", "outcome": "agreed"]) == 1)
        }
    }

    @Test func answersAreGivenAgainForTheirTimeButErrorsAreNot() async throws {
        try await run(second: [.rpc(fault: .reset)]) {
            $0.cache.positiveSeconds = 3600
            $0.cache.negativeSeconds = 0
        } _: { server, _ in
            server.chains.eth.replace(script: [.rpc(fault: .reset)])
            #expect(try await server.get(path()).body["is_eligible"] == JSONValue.null)
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await server.eventually(path()) { $0["is_eligible"] == true })
            server.chains.eth.replace(script: TestChains.ethereum(balance: 0))
            let reply = try await server.get(path())
            #expect(reply.body["is_eligible"] == true)
            let page = try PrometheusPage(try await server.get("/metrics").text)
            #expect(page.value("gatehouse_answer_cache_total", ["chain": "eth", "outcome": "hit"]) == 1)
            #expect(page.value("gatehouse_answer_cache_total", ["chain": "eth", "outcome": "miss"]) >= 2)
        }
    }

    @Test func aProviderThatIsBehindIsNotAskedAndSaysSo() async throws {
        try await run(second: TestChains.ethereum(balance: 1, head: "0x1406f80")) {
            $0.pool.maxLagBlocks = 10
        } _: { server, second in
            #expect(try await server.get(path()).body["is_eligible"] == true)
            #expect(server.chains.eth.calls("eth_call") == 0)
            let listing = try await server.get("/adapters").body
            let eth = listing["adapters"]?.elements?.first { $0["name"] == "eth" }
            #expect(eth?["max_lag_blocks"] == 10 && eth?["max_lag_seconds"] == JSONValue.null && eth?["quorum"] == 1)
            #expect(eth?["providers"]?[0]?["lag_blocks"] == 64 && eth?["providers"]?[0]?["status"] == "down")
            #expect(eth?["providers"]?[1]?["head"] == 0x1406f80 && eth?["providers"]?[1]?["status"] == "ok")
            #expect(eth?["confirm_empty"] == true && eth?["cache"]?["positive_seconds"] == 0)
            #expect((eth?["budget"]?["batch"]?.whole ?? 0) > 0)
            let page = try PrometheusPage(try await server.get("/metrics").text)
            #expect(page.value("gatehouse_provider_head", ["chain": "eth", "provider": "second"]) == 0x1406f80)
            let behind = ["chain": "eth", "provider": "scripted", "outcome": "upstream_behind"]
            #expect(page.value("gatehouse_upstream_calls_total", behind) >= 1)
        }
    }
}

extension TestChains {
    /// A node at another block.
    fileprivate static func ethereum(balance: Int, head: String) -> [ScriptedUpstream.Entry] {
        var block = block.members ?? [:]
        block["number"] = .string(head)
        return [.rpc("eth_getBlockByNumber", result: .object(block))] + interfaces(of: contract, at: head)
            + ethereum(balance: balance)
    }
}
