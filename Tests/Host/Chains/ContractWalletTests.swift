import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Signing in to EVM chains by a contract's word, and by typed data.
@Suite struct ContractWalletTests {
    private static let signature: [UInt8] = [0xde, 0xad, 0xbe, 0xef]
    private static let holders = "/campaigns/eth-holders/check-eligible"

    private func open(_ server: TestServer, _ address: String = EVMWorld.wallet) async throws -> JSONValue {
        try await server.get("/sign-in?chain=eth&address=\(address)").body
    }

    private func answer(
        _ session: JSONValue, _ signature: JSONValue = EVMWorld.hex(signature), by address: String = EVMWorld.wallet,
        scheme: JSONValue? = nil
    ) -> JSONValue {
        var data: [String: JSONValue] = ["signature": signature, "address": .string(address)]
        data["scheme"] = scheme
        return ["session_id": session["session_id"] ?? .null, "data": .object(data)]
    }

    private func text(_ session: JSONValue) -> String { session["message"]?.text ?? "" }

    @Test func aContractThatTakesTheSignatureSignsIn() async throws {
        try await TestServer.run { server in
            let session = try await open(server)
            server.chains.eth.replace(
                script: EVMWorld.contractWallet(signing: text(session), with: Self.signature) + EVMWorld.node())
            let verified = try await server.post("/verify", answer(session))
            #expect(verified.status == 200, "\(verified.text)")
            #expect(verified.body["user"]?["wallet_address"]?.text == EVMWorld.wallet)
            let info = try await server.get("/user/info", token: verified.body["token"]?.text).body
            #expect(info["eth_wallet_address"]?.text == EVMWorld.wallet)
        }
    }

    @Test func aContractThatSaysNoIsRefused() async throws {
        try await TestServer.run { server in
            let script = EVMWorld.contractWallet(signing: "another text", with: Self.signature) + EVMWorld.node()
            server.chains.eth.replace(script: script)
            expectProblem(try await server.post("/verify", answer(try await open(server))), "signature_invalid")
            #expect(server.chains.eth.calls("eth_call") > 0)
            // Nor is there anybody where there is no contract.
            server.chains.eth.replace(script: EVMWorld.node())
            expectProblem(try await server.post("/verify", answer(try await open(server))), "signature_invalid")
        }
    }

    @Test(arguments: OutsideFault.all + [.init("wrong id", .init(fault: .wrongID))])
    func aNodeThatIsFaultyIsNoRefusal(fault: OutsideFault) async throws {
        try await TestServer.run { server in
            let session = try await open(server)
            let script = EVMWorld.contractWallet(signing: text(session), with: Self.signature) + EVMWorld.node()
            server.chains.eth.replace(script: [.init(.init(), fault.response)] + script)
            let reply = try await server.post("/verify", answer(session))
            #expect([502, 503].contains(reply.status) && problemFaults(reply) == [], "\(reply.text)")
            #expect(reply.headers[.retryAfter] != nil)

            let key = try TestWallet("eth", 3)
            let signedIn = try await server.post("/verify", key.answer(try await server.openSession(key)))
            #expect(signedIn.status == 200, "a key signs in without the chain: \(signedIn.text)")

            // The provider may be left alone for a while, and each attempt uses its session up.
            let end = ContinuousClock.now + .seconds(20)
            var status = 0
            while status != 200, ContinuousClock.now < end {
                let session = try await open(server)
                server.chains.eth.replace(
                    script: EVMWorld.contractWallet(signing: text(session), with: Self.signature) + EVMWorld.node())
                status = try await server.post("/verify", answer(session)).status
            }
            #expect(status == 200)
        }
    }

    @Test func aContractSpeaksForItsOwnChainAlone() async throws {
        let base = try ScriptedUpstream(script: [])
        base.start()
        defer { base.stop() }
        let holders = TestChains.ethereum(balance: 1)
        base.replace(script: [.rpc("eth_chainId", result: "0x2105")] + holders)
        try await TestServer.run({ configuration in
            configuration.chains.append(TestConfiguration.chain("base", "evm", base.url, options: ["network": 8453]))
            configuration.campaigns.append(
                TestConfiguration.campaign(
                    "base-holders", ["base"], ["holds": ["chain": "base", "erc721": .string(TestChains.contract)]]))
        }) { server in
            let session = try await open(server)
            let wallet = EVMWorld.contractWallet(signing: text(session), with: Self.signature).dropLast()
            server.chains.eth.replace(script: Array(wallet) + holders)
            let token = try #require(try await server.post("/verify", answer(session)).body["token"]?.text)
            #expect(try await server.get(Self.holders, token: token).body["is_eligible"] == true)
            let other = try await server.get("/campaigns/base-holders/check-eligible", token: token)
            #expect(other.body["is_eligible"] == false, "\(other.text)")
            #expect(base.calls("eth_call") == 0, "nobody is asked about an address that nobody proved there")

            let key = try await server.token(of: TestWallet("eth", 3))
            for path in [Self.holders, "/campaigns/base-holders/check-eligible"] {
                let verdict = try await server.get(path, token: key)
                #expect(verdict.body["is_eligible"] == true, "a key's address is its own everywhere: \(verdict.text)")
            }
        }
    }

    @Test func anAddressProvenByItsKeyAndByItsContractCountsForOneOfTheTwo() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth", 3)
            let key = try await server.token(of: wallet)
            let session = try await open(server, wallet.address)
            let contract = EVMWorld.contractWallet(wallet.address, signing: text(session), with: Self.signature)
            server.chains.eth.replace(script: contract.dropLast() + TestChains.ethereum(balance: 1))
            let other = try await server.post("/verify", answer(session, by: wallet.address))
            let token = try #require(other.body["token"]?.text, "\(other.text)")

            let first = try await server.get(Self.holders, token: key)
            #expect(first.body["is_eligible"] == true, "\(first.text)")
            let second = try await server.get(Self.holders, token: token)
            #expect(second.body["is_eligible"] == false && second.reasons == ["wallet_already_counted"], "\(second.text)")
            #expect(try await server.get(Self.holders, token: key).body["is_eligible"] == true)
        }
    }

    @Test func typedDataSignsInAndSaysWhatTheSessionSays() async throws {
        try await TestServer.run { server in
            let key = try TestWallet("eth")
            func signed(domain: String = "rewards.example") async throws -> JSONValue {
                let session = try await server.openSession(key)
                let typed = TypedSignIn(text: text(session), address: key.address)
                return answer(session, typed.signature(by: key.secret, domain: domain), by: key.address, scheme: "eip712")
            }
            let verified = try await server.post("/verify", signed())
            #expect(verified.status == 200 && verified.body["user"]?["wallet_address"]?.text == key.address, "\(verified.text)")
            expectProblem(try await server.post("/verify", signed(domain: "evil.example")), "signature_invalid")
            let untyped = try await signed().changing("data", "scheme", to: nil)
            expectProblem(try await server.post("/verify", untyped), "signature_invalid")
        }
    }

    @Test func aContractIsAskedAboutTypedData() async throws {
        try await TestServer.run { server in
            let session = try await open(server)
            let digest = TypedSignIn(text: text(session), address: EVMWorld.wallet).digest()
            server.chains.eth.replace(
                script: EVMWorld.contractWallet(digest: digest, signature: Self.signature) + EVMWorld.node())
            let verified = try await server.post("/verify", answer(session, scheme: "eip712"))
            #expect(verified.status == 200, "\(verified.text)")
        }
    }
}
