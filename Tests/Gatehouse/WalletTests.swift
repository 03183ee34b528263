import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct WalletTests {
        @Test(arguments: [("solana", "sol"), ("evm", "eth")]) func aTestWalletSignsIn(kind: String, chain: String) async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let server = try await fixture.serve()
            let (wallet, session) = ("\(fixture.folder)/wallet.json", "\(fixture.folder)/session.json")
            let made = try await GatehouseProcess.run("wallet", "new", "--kind", kind, "--out", wallet)
            #expect(made.ending == .exit(0))
            let address = try #require(made.output.first)
            let mode = try FileManager.default.attributesOfItem(atPath: wallet)[.posixPermissions] as? Int
            #expect(mode == 0o600)

            for query in ["chain=\(chain)&address=\(address)", "chain=\(chain)"] {
                try fixture.write("session.json", try await server.get("/sign-in?\(query)").body.json)
                let fromFile = try await GatehouseProcess.run("wallet", "sign", "--wallet", wallet, "--session", session)
                let fromInput = try await GatehouseProcess.run("wallet", "sign", "--wallet", wallet, input: session)
                #expect(fromFile.ending == .exit(0) && fromInput.ending == .exit(0))
                #expect(fromFile.output == fromInput.output)
                let body = try JSONValue(parsing: try #require(fromFile.output.first).utf8)
                let reply = try await server.post("/verify", body)
                #expect(reply.status == 200)
                #expect(reply.body["user"]?["wallet_address"]?.text == address)
            }
            server.process.send(signal: SIGTERM)
            #expect(await server.process.ended() == .exit(0))
        }

        @Test func aNamedWalletIsTheSameEveryTimeAndAnUnnamedOneNever() async throws {
            let fixture = try ServerFixture()
            let out = "\(fixture.folder)/wallet.json"
            var named: Set<[String]> = []
            var unnamed: Set<[String]> = []
            for _ in 0..<2 {
                named.insert(
                    try await GatehouseProcess.run("wallet", "new", "--kind", "evm", "--out", out, "--name", "demo").output)
                unnamed.insert(try await GatehouseProcess.run("wallet", "new", "--kind", "evm", "--out", out).output)
            }
            #expect(named.count == 1 && unnamed.count == 2)
        }

        @Test func whatCannotBeSignedIsSaidClearly() async throws {
            let fixture = try ServerFixture()
            let wallet = "\(fixture.folder)/wallet.json"
            _ = try await GatehouseProcess.run("wallet", "new", "--kind", "evm", "--out", wallet)
            try fixture.write("problem.json", #"{"code": "rate_limited", "detail": "More than 5 requests a minute."}"#)
            try fixture.write("nonsense.json", "nonsense")
            try fixture.write("empty.json", #"{"kind": "evm", "address": "0x0", "secret": "00"}"#)
            try fixture.write("session.json", #"{"session_id": "x", "message": "y"}"#)
            for (arguments, text) in [
                (["--wallet", wallet, "--session", "\(fixture.folder)/problem.json"], "More than 5 requests a minute."),
                (["--wallet", wallet, "--session", "\(fixture.folder)/nonsense.json"], "no sign-in session"),
                (["--wallet", wallet, "--session", "\(fixture.folder)/none.json"], "none.json"),
                (
                    ["--wallet", "\(fixture.folder)/none.json", "--session", "\(fixture.folder)/session.json"],
                    "gatehouse wallet new"
                ),
                (
                    ["--wallet", "\(fixture.folder)/nonsense.json", "--session", "\(fixture.folder)/session.json"],
                    "nonsense.json"
                ),
                (["--wallet", "\(fixture.folder)/empty.json", "--session", "\(fixture.folder)/session.json"], "32 bytes"),
            ] {
                let process = try GatehouseProcess(["wallet", "sign"] + arguments)
                let errors = await process.errors.whole()
                let ending = await process.ended()
                #expect(ending?.isSignalled == false && ending?.status != 0, "\(arguments)")
                #expect(errors.contains { $0.contains(text) }, "\(errors)")
            }
            let unknown = try await GatehouseProcess.run("wallet", "new", "--kind", "doge", "--out", wallet)
            #expect(unknown.ending == .exit(64))
            #expect(unknown.errors.contains { $0.contains("solana") && $0.contains("evm") })
        }
    }
}
