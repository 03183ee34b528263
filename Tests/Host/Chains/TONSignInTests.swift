import ChainConformance
import ChainKit
import Foundation
import HTTPTypes
import Testing

@testable import Host

/// Signing in with a TON wallet, and linking one.
@Suite struct TONSignInTests {
    @Test func aWalletSignsInWithoutTheChain() async throws {
        try await ScriptedTON.run { ton, server in
            for api in ScriptedTON.API.allCases { ton.spoil(api, OutsideFault("reset", .init(fault: .reset))) }
            let wallet = try TestWallet("ton")
            let session = try await server.openSession(wallet)
            #expect(session["chain"] == "ton")
            let verified = try await server.post("/verify", wallet.answer(session, at: server.clock.now))
            #expect(verified.status == 200, "\(verified.text)")
            let raw = try ScriptedTON.owner(wallet)
            #expect(verified.body["user"]?["wallet_address"]?.text == raw)
            let info = try await server.get("/user/info", token: verified.body["token"]?.text).body
            #expect(info["ton_wallet_address"]?.text == raw && info["wallet_address_hex"]?.text == raw)
            #expect(info["chain"] == "ton" && info["eth_wallet_address"] == .null)
        }
    }

    @Test func anEVMUserLinksATONWallet() async throws {
        try await ScriptedTON.run { _, server in
            let evm = try await server.signIn(TestWallet("eth"))
            let token = try #require(evm["token"]?.text)
            let wallet = try TestWallet("ton")
            let answer = try wallet.answer(try await server.openSession(wallet), at: server.clock.now)
            let linked = try await server.post("/user/update-ton-wallet", answer, token: token)
            #expect(linked.status == 200)
            #expect(linked.body["ton_wallet_address"]?.text == (try ScriptedTON.owner(wallet)))
            #expect(try await server.signIn(wallet)["user"]?["user_id"] == evm["user"]?["user_id"])
            expectProblem(try await server.post("/user/update-ton-wallet", answer, token: token), "session_unknown")
        }
    }

    @Test func aProofThatIsPutTogetherByHandSignsInOnlyForItsOwnAddressSiteSessionAndTime() async throws {
        try await ScriptedTON.run { _, server in
            let wallet = try TestWallet("ton")
            let own = try ScriptedTON.owner(wallet)
            let victim = try ScriptedTON.owner(TestWallet("ton", 2))
            func verify(_ change: (inout TONProofSample) -> Void = { _ in }, late seconds: Double = 0) async throws -> TestReply {
                let session = try await server.get("/sign-in?chain=ton").body
                var sample = TONProofSample(
                    signer: wallet, address: own, payload: session["message"]?.text ?? "",
                    signedAt: server.clock.now.addingTimeInterval(seconds))
                change(&sample)
                return try await server.post("/verify", sample.answer(session))
            }
            #expect(try await verify().status == 200)
            expectProblem(try await verify { $0.address = victim }, "address_invalid")
            expectProblem(try await verify { $0.domain = "evil.example" }, "domain_mismatch")
            expectProblem(try await verify { $0.payload = "k3J9x0Qz82" }, "signature_invalid")
            expectProblem(try await verify(late: 120), "proof_expired")
            expectProblem(try await verify(late: -120), "proof_expired")
        }
    }

    @Test(arguments: OutsideFault.all)
    func aWalletWithoutItsCodeIsAskedForOnChainAndAChainThatIsDownIsNoRefusal(fault: OutsideFault) async throws {
        try await ScriptedTON.run([.toncenter]) { ton, server in
            let (wallet, other) = (try TestWallet("ton"), try TestWallet("ton", 9))
            func verify() async throws -> TestReply {
                let answer = try wallet.answer(try await server.openSession(wallet), at: server.clock.now)
                return try await server.post("/verify", answer.changing("data", "state_init", to: nil))
            }
            let script = ScriptedTON.script(.toncenter, [])
            ton.toncenter.replace(script: [.init(.init(path: "/api/v3/runGetMethod"), fault.response)] + script)
            let reply = try await verify()
            #expect([502, 503].contains(reply.status) && problemFaults(reply) == [], "\(reply.text)")
            ton.toncenter.replace(script: script + [try ScriptedTON.key(of: wallet)])
            let end = ContinuousClock.now + .seconds(20)
            var status = 0
            while status != 200, ContinuousClock.now < end { status = try await verify().status }
            #expect(status == 200)
            ton.toncenter.replace(script: script + [try ScriptedTON.key(of: other, at: wallet)])
            expectProblem(try await verify(), "address_invalid")
        }
    }
}

extension JSONValue {
    /// The object with a member of one of its members set, or removed.
    func changing(_ outer: String, _ name: String, to value: JSONValue?) -> JSONValue {
        var all = members ?? [:]
        var some = all[outer]?.members ?? [:]
        some[name] = value
        all[outer] = .object(some)
        return .object(all)
    }
}
