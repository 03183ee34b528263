import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct MetricsTests {
    @Test func thePageIsPrometheusText() async throws {
        try await TestServer.run { server in
            for chain in ["sol", "eth"] {
                let wallet = try TestWallet(chain)
                let token = try await server.token(of: wallet)
                _ = try await server.get("/campaigns/\(chain)-holders/check-eligible", token: token)
            }
            _ = try await server.get("/nowhere")
            let reply = try await server.get("/metrics")
            #expect(reply.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let page = try PrometheusPage(reply.text)
            for family in [
                "gatehouse_http_requests_total", "gatehouse_http_request_seconds", "gatehouse_sign_ins_total",
                "gatehouse_verdicts_total",
                "gatehouse_upstream_calls_total", "gatehouse_upstream_call_seconds", "gatehouse_database_commits_total",
            ] {
                #expect(page.types[family] != nil, "\(family)")
            }
            for (name, type) in page.types where type == "histogram" { #expect(page.histogramFaults(name) == [], "\(name)") }
        }
    }

    @Test func countersMove() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            func value(_ name: String, _ labels: [String: String]) async throws -> Double {
                try PrometheusPage(try await server.get("/metrics").text).value(name, labels)
            }
            let verify = ["route": "/verify", "method": "POST", "status": "200"]
            let refused = ["chain": "sol", "outcome": "signature_invalid"]
            #expect(try await value("gatehouse_http_requests_total", verify) == 0)
            let token = try await server.token(of: wallet)
            #expect(try await value("gatehouse_http_requests_total", verify) == 1)
            #expect(try await value("gatehouse_http_request_seconds_count", ["route": "/verify"]) == 1)
            #expect(try await value("gatehouse_sign_ins_total", ["chain": "sol", "outcome": "accepted"]) == 1)
            let session = try await server.get("/sign-in?chain=sol").body
            var answer = try wallet.answer(session).members ?? [:]
            answer["data"] = try wallet.answer(try await server.get("/sign-in?chain=sol").body)["data"]
            _ = try await server.post("/verify", .object(answer))
            #expect(try await value("gatehouse_sign_ins_total", refused) == 1)
            let calls = ["chain": "sol", "provider": "scripted", "outcome": "ok"]
            let before = try await value("gatehouse_upstream_calls_total", calls)
            _ = try await server.get("/campaigns/sol-holders/check-eligible", token: token)
            #expect(try await value("gatehouse_verdicts_total", ["campaign": "sol-holders", "status": "eligible"]) == 1)
            #expect(try await value("gatehouse_upstream_calls_total", calls) > before)
            #expect(try await value("gatehouse_database_writes_total", [:]) > 3)
        }
    }

    @Test func noLabelComesFromACaller() async throws {
        try await TestServer.run { server in
            _ = try await server.get("/made-up-path")
            _ = try await server.get("/campaigns/made-up-campaign")
            _ = try await server.get("/sign-in?chain=made-up-chain")
            _ = try await server.get("/campaigns/open/check-eligible-dryrun?wallet=made-up-wallet")
            #expect(!(try await server.get("/metrics").text.contains("made-up")))
        }
    }

    @Test func aLabelsValueIsEscaped() throws {
        let counter = Counter("test_total", "A test.")
        let value = "a \"quoted\" \\ and\nbroken"
        counter.count(["label": value], by: 2)
        #expect(try PrometheusPage(counter.render()).value("test_total", ["label": value]) == 2)
    }
}
