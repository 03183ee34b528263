import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// A chain that does not answer rightly is never a "no", and needs no restart when it comes back.
@Suite struct ChainFaultTests {
    static let faults: [JSONValue] = [
        ["fault": "hang"], ["fault": "reset"], ["status": 429, "headers": ["retry-after": "1"], "raw": "slow down"],
        ["status": 500, "raw": "oops"], ["raw": "{\"jsonrpc\":\"2.0\",\"id\":1,\"resu"], ["fault": "truncate"],
        ["fault": "wrong_id"], ["status": 200, "raw": "<html>"],
    ]

    @Test(arguments: faults, ["sol", "eth"])
    func aFaultyProviderMakesTheVerdictUndetermined(fault: JSONValue, chain: String) async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet(chain)
            let upstream = chain == "sol" ? server.chains.sol : server.chains.eth
            upstream.replace(script: [try ScriptedUpstream.Entry(["response": fault])])
            let path = "/campaigns/\(chain)-holders/check-eligible-dryrun?chain=\(chain)&wallet=\(wallet.address)"
            let token = try await server.token(of: wallet)
            for (path, token) in [(path, nil), ("/campaigns/\(chain)-holders/check-eligible", token)] {
                let reply = try await server.get(path, token: token)
                #expect([200, 503].contains(reply.status))
                #expect(reply.body["is_eligible"] == JSONValue.null)
                #expect(reply.headers[.retryAfter] != nil)
                if reply.status == 200 { #expect(reply.body["status"] == "undetermined") }
            }
            upstream.replace(
                script: chain == "sol" ? TestChains.solana(owners: [wallet.address]) : TestChains.ethereum(balance: 1))
            #expect(try await server.eventually(path) { $0["is_eligible"] == true })
        }
    }

    @Test func aProviderOfAnotherChainIsNotBelieved() async throws {
        let chains = TestChains()
        chains.eth.replace(script: [.rpc("eth_chainId", result: "0x89")] + TestChains.ethereum(balance: 1))
        try await TestServer.run(chains: chains) { server in
            let wallet = try TestWallet("eth")
            let path = "/campaigns/eth-holders/check-eligible-dryrun?wallet=\(wallet.address)"
            let reply = try await server.get(path)
            #expect(reply.body["is_eligible"] == JSONValue.null)
            #expect(reply.headers[.retryAfter] != nil)
            let result = reply.status == 200 ? reply.body : reply.body["results"]?[0]
            #expect(["upstream_wrong_chain", "upstream_not_asked"].contains(result?["reasons"]?[0]?["code"]?.text))
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            #expect(try await server.eventually(path) { $0["is_eligible"] == true })
        }
    }

    @Test func oneYesOutweighsAChainThatIsDownAndOneNoOutweighsItToo() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            server.chains.eth.replace(script: [.rpc(fault: .reset)])
            let token = try await server.token(of: wallet)
            let evm = try TestWallet("eth")
            let session = try await server.get(
                "/campaigns/either/eligible-sign-in?chain=eth&address=\(evm.address)", token: token)
            let either = try await server.post("/campaigns/either/eligible-verify", evm.answer(session.body), token: token)
            #expect(either.body["status"] == "eligible")
            #expect(either.body["method"] == "sol")
            #expect(try await server.get("/campaigns/both/check-eligible", token: token).body["status"] == "undetermined")
            server.chains.sol.replace(script: TestChains.solana(owners: []))
            #expect(try await server.get("/campaigns/both/check-eligible", token: token).body["status"] == "ineligible")
        }
    }

    @Test func aGrantOutlivesAChainThatGoesDown() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            let token = try await server.token(of: wallet)
            #expect(try await server.get("/campaigns/sol-holders/check-eligible", token: token).body["is_eligible"] == true)
            server.chains.sol.replace(script: [.rpc(fault: .reset)])
            #expect(try await server.get("/campaigns/sol-holders/check-eligible", token: token).body["is_eligible"] == true)
        }
    }

    @Test func aMethodThatIsOffForTheCampaignGrantsNothing() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth")
            server.chains.eth.replace(script: TestChains.ethereum(balance: 5))
            let reply = try await server.get("/campaigns/eth-is-off/check-eligible-dryrun?wallet=\(wallet.address)")
            #expect(reply.body["is_eligible"] == false)
            #expect(server.chains.eth.calls("eth_call") == 0)
        }
    }
}

extension TestServer {
    /// Asks again until the answer fits, as long as a provider's cool-down may take.
    func eventually(_ path: String, token: String? = nil, _ fits: (JSONValue) -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if fits(try await get(path, token: token).body) { return true }
            await Task.yield()
        }
        return false
    }
}
