import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Linking further wallets by a signed proof.
@Suite struct UpdateWalletTests {
    private static let withTON: @Sendable (inout GatehouseConfiguration) -> Void = { configuration in
        configuration.chains.append(ChainConfiguration(name: "ton", adapter: MemoryWallets.kind.id))
    }

    private func tonProof(_ digit: Int, _ server: TestServer) async throws -> JSONValue {
        let session = try await server.get("/sign-in?chain=ton").body
        return [
            "session_id": session["session_id"] ?? .null,
            "data": ["signature": session["message"] ?? .null, "address": .string(MemoryWallets.address(digit))],
        ]
    }

    @Test func theWalletIsLinkedAndTheNewestIsShown() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            for number in UInt8(1)...2 {
                let wallet = try TestWallet("eth", number)
                let reply = try await server.post(
                    "/user/update-eth-wallet", wallet.answer(server.openSession(wallet)), token: token)
                #expect(reply.status == 200 && reply.body["eth_wallet_address"]?.text == wallet.address)
                #expect(try await server.get("/user/info", token: token).body["eth_wallet_address"]?.text == wallet.address)
                #expect(try await server.signIn(wallet)["user"]?["user_id"] == reply.body["user_id"])
            }
        }
    }

    @Test func aTonWalletIsShownInItsRawForm() async throws {
        try await TestServer.run(Self.withTON) { server in
            let token = try await server.token(of: TestWallet("sol"))
            let user = try await server.post("/user/update-ton-wallet", tonProof(7, server), token: token).body
            #expect(user["ton_wallet_address"]?.text == MemoryWallets.address(7))
            #expect(user["eth_wallet_address"] == .null && user["wallet_address_hex"] == .null)
        }
    }

    @Test func whoSignsInWithATonWalletIsShownWithItsRawFormEverywhere() async throws {
        try await TestServer.run(Self.withTON) { server in
            let address = MemoryWallets.address(3)
            let verified = try await server.post("/verify", tonProof(3, server)).body
            #expect(verified["user"]?["wallet_address"]?.text == address)
            #expect(verified["user"]?["wallet_address_hex"]?.text == address)
            let token = try #require(verified["token"]?.text)
            #expect(try ForgedToken(like: token).claims["wallet_address"]?.text == address)
            let refreshed = try await server.post("/refresh", ["refresh_token": verified["refresh_token"] ?? .null]).body
            #expect(try ForgedToken(like: refreshed["token"]?.text ?? "").claims["wallet_address"]?.text == address)
            let check = try await server.get("/campaigns/open/check-eligible", token: token).body
            #expect(check["wallet"] == .null || check["wallet"]?.text == address)
            for form in [address, address.replacing(":", with: "%253A")] {
                let dry = try await server.get("/campaigns/sol-holders/check-eligible-dryrun?chain=ton&wallet=\(form)").body
                #expect(dry["wallet"]?.text == address)
            }
        }
    }

    @Test func anUnsignedAddressIsRefused() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            let wallet = try TestWallet("eth")
            let session = try await server.openSession(wallet)["session_id"] ?? .null
            for path in ["/user/update-eth-wallet", "/user/update-ton-wallet"] {
                for (body, pointers) in [
                    (["wallet_address": .string(wallet.address)], ["/session_id", "/data"]), ([:], ["/session_id", "/data"]),
                    (["session_id": session], ["/data"]), (["session_id": session, "data": nil], ["/data"]),
                    (["data": ["address": .string(wallet.address), "signature": "0x"]], ["/session_id"]),
                ] as [(JSONValue, [String])] {
                    let reply = try await server.post(path, body, token: token)
                    expectProblem(reply, "proof_required", "\(path) \(body.json)")
                    #expect(reply.body["errors"]?.elements?.compactMap { $0["pointer"]?.text } == pointers)
                }
            }
            #expect(try await server.get("/user/info", token: token).body["eth_wallet_address"] == .null)
        }
    }

    @Test func aSessionOfAChainOfAnotherKindIsNamed() async throws {
        try await TestServer.run(Self.withTON) { server in
            let token = try await server.token(of: TestWallet("sol"))
            let sol = try TestWallet("sol", 9)
            let eth = try TestWallet("eth")
            for (path, body) in [
                ("/user/update-eth-wallet", try sol.answer(try await server.openSession(sol))),
                ("/user/update-ton-wallet", try eth.answer(try await server.openSession(eth))),
                ("/user/update-eth-wallet", try await tonProof(1, server)),
            ] {
                let reply = try await server.post(path, body, token: token)
                expectProblem(reply, "invalid_request", path)
                #expect(reply.body["errors"]?[0]?["pointer"] == "/session_id")
                expectProblem(try await server.post(path, body, token: token), "session_unknown", path)
            }
            let user = try await server.get("/user/info", token: token).body
            #expect(user["eth_wallet_address"] == .null && user["ton_wallet_address"] == .null)
        }
    }

    @Test func aWalletOfAnotherUserIsRefusedAndStaysWhereItIs() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth")
            let owner = try await server.signIn(wallet)
            let token = try await server.token(of: TestWallet("sol"))
            let reply = try await server.post("/user/update-eth-wallet", wallet.answer(server.openSession(wallet)), token: token)
            expectProblem(reply, "wallet_already_linked")
            #expect(try await server.get("/user/info", token: token).body["eth_wallet_address"] == .null)
            #expect(try await server.signIn(wallet)["user"]?["user_id"] == owner["user"]?["user_id"])
        }
    }

    @Test func aReplayedOrWrongProofLinksNothing() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol", 1))
            let other = try await server.token(of: TestWallet("sol", 2))
            let wallet = try TestWallet("eth")
            let answer = try wallet.answer(try await server.openSession(wallet))
            #expect(try await server.post("/user/update-eth-wallet", answer, token: token).status == 200)
            for token in [token, other] {
                expectProblem(try await server.post("/user/update-eth-wallet", answer, token: token), "session_unknown")
            }
            let forged = try TestWallet("eth", 2).answer(try await server.openSession(TestWallet("eth", 3)))
            let refused = try await server.post("/user/update-eth-wallet", forged, token: other)
            #expect(refused.status == 401 && problemFaults(refused) == [])
            #expect(try await server.get("/user/info", token: other).body["eth_wallet_address"] == .null)
        }
    }
}
