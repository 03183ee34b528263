import ChainConformance
import ChainKit
import HTTPTypes
import Logging
import Testing

@testable import Host

@Suite struct LogTests {
    @Test func noLineHoldsATokenASignatureASessionOrAWholeAddress() async throws {
        let log = CapturedLog()
        try await TestServer.run(logger: log.logger) { server in
            var secrets: [String] = []
            for chain in ["sol", "eth"] {
                let wallet = try TestWallet(chain)
                let session = try await server.openSession(wallet)
                let answer = try wallet.answer(session)
                let verified = try await server.post("/verify", answer).body
                let refreshed = try await server.post("/refresh", ["refresh_token": verified["refresh_token"] ?? .null]).body
                let token = refreshed["token"]?.text
                let second = try TestWallet(chain == "sol" ? "eth" : "sol", 9)
                let linking = try await server.get(
                    "/campaigns/open/eligible-sign-in?chain=\(second.chain)&address=\(second.address)", token: token)
                let link = try second.answer(linking.body)
                _ = try await server.post("/campaigns/open/eligible-verify", link, token: token)
                server.chains.sol.replace(script: [.rpc(fault: .reset)])
                server.chains.eth.replace(script: [.rpc(fault: .wrongChain)] + TestChains.ethereum(balance: 0))
                for _ in 0..<8 {
                    for campaign in ["both", "\(chain)-holders"] {
                        _ = try await server.get("/campaigns/\(campaign)/check-eligible", token: token)
                        _ = try await server.get("/campaigns/\(campaign)/check-eligible-dryrun?wallet=\(wallet.address)")
                    }
                }
                _ = try await server.post("/verify", answer)
                _ = try await server.post("/verify", ["session_id": answer["session_id"] ?? .null, "data": ["signature": 1]])
                _ = try await server.post("/refresh", ["refresh_token": verified["refresh_token"] ?? .null])
                _ = try await server.get("/user/info", headers: [.authorization: "Bearer \(token ?? "")x"])
                _ = try await server.get("/user/info", headers: [.cookie: "\(Authenticator.cookieName)=\(token ?? "")"])
                _ = try await server.post("/logout", [:], token: token)
                secrets += [wallet.address, second.address, verified["user"]?["user_id"]?.text].compactMap(\.self)
                secrets += [verified, refreshed].flatMap { [$0["token"]?.text, $0["refresh_token"]?.text].compactMap(\.self) }
                secrets += [answer, link].flatMap { [$0["session_id"]?.text, $0["data"]?["signature"]?.text].compactMap(\.self) }
            }
            let spelt = Set(secrets.flatMap { [$0, $0.lowercased()] })
            #expect(spelt.count >= 20)
            #expect(log.requests.count > 50)
            for line in log.lines {
                for secret in spelt { #expect(!line.text.contains(secret), "\(line.text)") }
                // Nothing of a token beyond six characters.
                for secret in secrets where secret.utf8.count > 60 {
                    let body = secret.split(separator: ".").last ?? ""
                    #expect(!line.text.contains(body.prefix(8)), "\(line.text)")
                }
                #expect(!line.text.contains("SELECT"), "\(line.text)")
            }
        }
    }

    @Test func aRequestIsLoggedWithWhatAnOperatorLooksFor() async throws {
        let log = CapturedLog()
        try await TestServer.run(logger: log.logger) { server in
            let first = try await server.signIn(TestWallet("sol", 1))
            let second = try await server.signIn(TestWallet("sol", 2))
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            for (user, id) in [(first, "one"), (first, "two"), (second, "three")] {
                _ = try await server.get(
                    "/campaigns/open/check-eligible", token: user["token"]?.text,
                    headers: [.requestID: id, .traceparent: "00-\(trace)-00f067aa0ba902b7-01"])
            }
            let lines = ["one", "two", "three"].map { id in
                log.requests.first { $0.metadata["request_id"] == id }?.metadata ?? [:]
            }
            for line in lines {
                #expect(line["method"] == "GET" && line["status"] == "200")
                #expect(line["route"] == "/campaigns/{campaign}/check-eligible")
                #expect(line["duration_ms"].flatMap { Double($0) } != nil)
                #expect(line["trace_id"] == trace)
                #expect(line["user"]?.isEmpty == false)
            }
            #expect(lines[0]["user"] == lines[1]["user"] && lines[0]["user"] != lines[2]["user"])
        }
    }

    @Test(arguments: [
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "nonsense", "", "---",
    ])
    func aTraceparentThatIsNotWellFormedIsIgnored(header: String) async throws {
        let log = CapturedLog()
        try await TestServer.run(logger: log.logger) { server in
            #expect(try await server.get("/health", headers: [.traceparent: header, .requestID: "here"]).status == 200)
            let line = try #require(log.requests.first { $0.metadata["request_id"] == "here" })
            #expect(line.metadata["trace_id"] == nil)
        }
    }

    @Test func aRequestThatNoRouteFitsIsLoggedWithoutItsPath() async throws {
        let log = CapturedLog()
        try await TestServer.run(logger: log.logger) { server in
            _ = try await server.get("/secret-path/token-in-a-path?key=token-in-a-query")
            #expect(log.requests.last?.metadata["route"] == "none")
            #expect(!log.lines.contains { $0.text.contains("token-in-a") })
        }
    }

    @Test func whatTheOutsideSpoiltIsAWarningAndWhatCallersDidIsNone() async throws {
        let log = CapturedLog()
        try await TestServer.run(logger: log.logger) { server in
            let wallet = try TestWallet("eth").address
            for path in ["/nowhere", "/user/info", "/campaigns?limit=0", "/campaigns/nowhere"] { _ = try await server.get(path) }
            #expect(!log.lines.contains { $0.level >= .warning })
            server.chains.eth.replace(script: [.rpc(fault: .reset)])
            let path = "/campaigns/eth-holders/check-eligible-dryrun?wallet=\(wallet)"
            let isRefused = try await server.eventually(path) { $0["code"] == "upstream_unavailable" }
            #expect(isRefused)
            let warnings = log.lines.filter { $0.level >= .warning }
            #expect(warnings.contains { $0.text.contains("upstream_unavailable") && $0.level == .warning })
            #expect(!warnings.contains { $0.text.contains(wallet) })
        }
    }
}
