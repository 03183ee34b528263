import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// What an operator sees of TON and Discord.
@Suite struct ChainListingTests {
    private func listed(_ name: String, _ server: TestServer) async throws -> JSONValue {
        let listing = try await server.get("/adapters").body["adapters"]?.elements ?? []
        return try #require(listing.first { $0["name"]?.text == name })
    }

    private func readiness(_ name: String, _ server: TestServer) async throws -> JSONValue? {
        try await server.get("/ready").body["dependencies"]?.elements?.first { $0["name"]?.text == name }?["status"]
    }

    @Test func tonIsListedWithItsProvidersAndCounted() async throws {
        try await ScriptedTON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([try ScriptedTON.item(7, of: wallet)])
            let token = try await server.token(of: wallet)
            #expect(try await server.tonCheck(token).body["is_eligible"] == true)
            let adapter = try await listed("ton", server)
            #expect(adapter["adapter"] == "ton" && adapter["chain"] == "tvm:-239" && adapter["status"] == "ok")
            #expect(adapter["roles"] == ["accounts", "ownership", "holdings"] && adapter["asset_kinds"] == ["collection"])
            #expect(adapter["providers"]?.elements?.compactMap { $0["name"]?.text } == ["toncenter", "tonapi"])
            #expect(adapter["providers"]?[0]?["head"] == 51)
            let page = try PrometheusPage(try await server.get("/metrics").text)
            #expect(page.value("gatehouse_sign_ins_total", ["chain": "ton", "outcome": "accepted"]) == 1)
            #expect(page.value("gatehouse_upstream_calls_total", ["chain": "ton", "provider": "toncenter", "outcome": "ok"]) > 0)
            #expect(page.value("gatehouse_verdicts_total", ["campaign": "ton-holders", "status": "eligible"]) == 1)
        }
    }

    @Test func whatTheSecondInterfaceConfirmsIsCounted() async throws {
        try await ScriptedTON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([], strangers: [try ScriptedTON.owner(wallet)])
            #expect(try await server.tonDryRun(wallet).body["is_eligible"] == false)
            ton.spoil(.tonapi, OutsideFault("reset", .init(fault: .reset)))
            expectUndetermined(try await server.tonDryRun(wallet))
            let page = try PrometheusPage(try await server.get("/metrics").text)
            for outcome in ["confirmed", "unconfirmed"] {
                #expect(page.value("gatehouse_confirmations_total", ["chain": "ton", "outcome": outcome]) == 1, "\(outcome)")
            }
        }
    }

    @Test func discordIsListedWithWhatItIsConfiguredFor() async throws {
        for (ways, roles) in [
            ([.command], ["accounts", "ownership", "holdings", "interactions"]),
            ([.bot], ["accounts", "holdings", "interactions"]),
            ([.oauth], ["accounts", "ownership", "holdings", "interactions"]),
        ] as [([ScriptedDiscord.Way], [String])] {
            try await ScriptedDiscord.run(ways) { _, server in
                let adapter = try await listed("discord", server)
                #expect(adapter["chain"] == "discord:global" && adapter["status"] == "ok")
                #expect(adapter["roles"]?.elements?.compactMap(\.text) == roles)
                let status = try await readiness("discord", server)
                #expect(status == "ok")
            }
        }
    }

    @Test func aServiceThatIsDownIsSaidToBe() async throws {
        let down = ScriptedUpstream.Entry(.init(), .init(status: 503))
        try await ScriptedTON.run([.toncenter], prepare: { $0.toncenter.replace(script: [down]) }) { _, server in
            let status = try await readiness("ton", server)
            #expect(status == "down")
            let adapter = try await listed("ton", server)
            #expect(adapter["status"] == "down")
            #expect(try await server.get("/ready").body["ready"] == true)
        }
    }

    @Test func noPageTellsDiscordsSecrets() async throws {
        try await ScriptedDiscord.run(ScriptedDiscord.Way.allCases) { discord, server in
            discord.tell([.init(.init(path: ScriptedDiscord.asBot()), .init(status: 401, body: .json(["code": 0])))])
            let token = try await server.linkedToDiscord()
            for path in ["/ready", "/adapters", "/metrics", "/campaigns/reds", ScriptedDiscord.path] {
                let text = try await server.get(path, token: token).text
                for secret in ["hush-client-secret", "token-of-the-bot", ScriptedDiscord.botKey] {
                    #expect(!text.contains(secret), "\(path)")
                }
            }
        }
    }
}
