import ChainConformance
import ChainKit
import Testing

@testable import Host

/// Signing in with Solana wallets that sign transactions and off-chain messages only.
@Suite struct SolanaDeviceSignInTests {
    private func answer(_ session: JSONValue, _ wallet: TestWallet, _ data: [String: JSONValue]) -> JSONValue {
        let proof = data.merging(["address": .string(wallet.address)]) { first, _ in first }
        return ["session_id": session["session_id"] ?? .null, "data": .object(proof)]
    }

    private func text(_ session: JSONValue) -> String { session["message"]?.text ?? "" }

    @Test(arguments: [true, false]) func aMemoOfTheMessageSignsInAndNoNodeIsAsked(isBound: Bool) async throws {
        try await TestServer.run { server in
            server.chains.sol.replace(script: [.rpc(fault: .reset)])
            let wallet = try TestWallet("sol")
            let session = isBound ? try await server.openSession(wallet) : try await server.get("/sign-in?chain=sol").body
            let memo = SolanaDevice(wallet: wallet).memo(text(session))
            let verified = try await server.post("/verify", answer(session, wallet, ["transaction": .string(memo)]))
            #expect(verified.status == 200, "\(verified.text)")
            #expect(verified.body["user"]?["wallet_address"]?.text == wallet.address)
            let again = try await server.post("/verify", answer(session, wallet, ["transaction": .string(memo)]))
            expectProblem(again, "session_unknown")
        }
    }

    @Test func aTransactionThatDoesMoreOrSaysSomethingElseIsRefused() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let device = SolanaDevice(wallet: wallet)
            let old = text(try await server.openSession(wallet))
            for make in [
                { device.memo($0, transferring: true) }, { _ in device.memo(old) },
                { SolanaDevice(wallet: try TestWallet("sol", 2)).memo($0) },
            ] as [(String) throws -> String] {
                let session = try await server.openSession(wallet)
                let data: [String: JSONValue] = ["transaction": .string(try make(text(session)))]
                expectProblem(try await server.post("/verify", answer(session, wallet, data)), "signature_invalid")
            }
        }
    }

    @Test(arguments: [nil, "rewards.example"]) func anOffchainMessageSignsIn(site: String?) async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let session = try await server.openSession(wallet)
            let envelope = SolanaDevice(wallet: wallet).envelope(text(session), for: site)
            let verified = try await server.post("/verify", answer(session, wallet, ["signature": .string(envelope)]))
            #expect(verified.status == 200, "\(verified.text)")
            #expect(verified.body["user"]?["wallet_address"]?.text == wallet.address)
        }
    }

    @Test func anOffchainMessageForAnotherSiteOrSessionOrByAnotherIsRefused() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let device = SolanaDevice(wallet: wallet)
            let old = text(try await server.openSession(wallet))
            for (make, code) in [
                ({ device.envelope($0, for: "evil.example") }, "domain_mismatch"),
                ({ _ in device.envelope(old) }, "signature_invalid"),
                ({ SolanaDevice(wallet: try TestWallet("sol", 2)).envelope($0) }, "signature_invalid"),
            ] as [((String) throws -> String, String)] {
                let session = try await server.openSession(wallet)
                let data: [String: JSONValue] = ["signature": .string(try make(text(session)))]
                expectProblem(try await server.post("/verify", answer(session, wallet, data)), code)
            }
        }
    }
}
