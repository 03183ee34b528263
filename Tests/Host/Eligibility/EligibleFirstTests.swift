import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct EligibleFirstTests {
    @Test func answersInTheOrderAskedAndNamesTheFirstThatIsEligible() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            let id = try #require(try await server.get("/campaigns/sol-holders").body["campaign_id"])
            let body: JSONValue = [
                "wallet": .string(wallet.address), "campaigns": ["eth-holders", id, "open", "both", "sol-holders"],
            ]
            let reply = try await server.post("/eligible-first", body)
            #expect(reply.status == 200)
            let names = reply.body["results"]?.elements?.map { $0["campaign"]?.text }
            #expect(names == ["eth-holders", "sol-holders", "open", "both", "sol-holders"])
            #expect(reply.body["results"]?.elements?.map { $0["is_eligible"] } == [false, true, true, false, true])
            #expect(reply.body["eligible"] == true && reply.body["campaign"] == "sol-holders" && reply.body["method"] == "sol")
        }
    }

    @Test func takesOneToTwentyCampaigns() async throws {
        try await TestServer.run { server in
            let wallet = JSONValue.string(try TestWallet("sol").address)
            for (count, status) in [(1, 200), (20, 200), (0, 422), (21, 422)] {
                let names = JSONValue.array((0..<count).map { _ in "open" })
                let reply = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": names])
                #expect(reply.status == status)
                if status == 422 { expectProblem(reply, "invalid_request") }
            }
        }
    }

    @Test func namesTheElementThatIsNoCampaign() async throws {
        try await TestServer.run { server in
            let wallet = JSONValue.string(try TestWallet("sol").address)
            for element in [.number(1.5), true, nil, ["open"], [:], "", .string(String(repeating: "x", count: 200))]
                as [JSONValue]
            {
                let reply = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": ["open", element]])
                expectProblem(reply, "invalid_request", element.json)
                #expect(reply.body["errors"]?[0]?["pointer"] == "/campaigns/1")
            }
            let unknown = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": ["open", "nowhere"]])
            expectProblem(unknown, "campaign_unknown")
        }
    }

    @Test func aYesIsAYesWhateverTheOthersSayAndWithoutOneItIsOpen() async throws {
        try await TestServer.run { server in
            server.chains.eth.replace(script: [.rpc(fault: .reset)])
            let wallet = JSONValue.string(try TestWallet("eth").address)
            let yes = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": ["eth-holders", "open"]])
            #expect(yes.body["eligible"] == true && yes.body["campaign"] == "open")
            let open = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": ["eth-holders", "sol-holders"]])
            #expect(open.body["eligible"] == .null && open.body["campaign"] == .null)
            #expect(open.headers[.retryAfter] != nil)
            let no = try await server.post("/eligible-first", ["wallet": wallet, "campaigns": ["sol-holders"]])
            #expect(no.body["eligible"] == false)
        }
    }

    @Test func anAddressOfNoChainOrOfAnotherChainIsRefused() async throws {
        try await TestServer.run { server in
            for (wallet, chain, pointer) in [
                ("hello", .null, "/wallet"), (try TestWallet("eth").address, "sol", "/wallet"),
                (try TestWallet("sol").address, "eth", "/wallet"),
                (try TestWallet("sol").address, "ton", "/chain"), (try TestWallet("sol").address, "SOL", "/chain"),
            ] as [(String, JSONValue, String)] {
                let body: JSONValue = ["wallet": .string(wallet), "chain": chain, "campaigns": ["open"]]
                let reply = try await server.post("/eligible-first", body)
                expectProblem(reply, "invalid_request", wallet)
                #expect(reply.body["errors"]?[0]?["pointer"]?.text == pointer)
            }
        }
    }

    @Test(arguments: [nil, "guild"]) func noStrangerIsToldWhoIsAMember(chain: String?) async throws {
        try await TestServer.run { server in
            let member = TestConfiguration.members[0]
            let body: JSONValue = ["wallet": .string(member), "chain": .text(chain), "campaigns": ["members"]]
            let query = chain.map { "&chain=\($0)" } ?? ""
            let first = try await server.post("/eligible-first", body)
            let dry = try await server.get("/campaigns/members/check-eligible-dryrun?wallet=\(member)\(query)")
            for (reply, prefix) in [(first, "/"), (dry, "")] {
                expectProblem(reply, "invalid_request")
                #expect(reply.body["errors"]?[0]?["pointer"]?.text == prefix + (chain == nil ? "wallet" : "chain"))
                #expect(reply.body["detail"]?.text?.contains("for their owner only") == true)
            }
        }
    }

    @Test func recordsNothing() async throws {
        try await TestServer.run({ $0.campaigns[4].limit = 1 }) { server in
            let wallet = try TestWallet("sol")
            let token = try await server.token(of: wallet)
            for _ in 0..<3 {
                let reply = try await server.post("/eligible-first", ["wallet": .string(wallet.address), "campaigns": ["open"]])
                #expect(reply.body["eligible"] == true)
                let dry = try await server.get("/campaigns/open/check-eligible-dryrun?wallet=\(wallet.address)&chain=sol")
                #expect(dry.body["is_eligible"] == true && dry.body["wallet"]?.text == wallet.address)
            }
            #expect(try await server.get("/user/info", token: token).body["eligibles"] == [])
            #expect(try await server.get("/campaigns/open").body["remaining"] == 1)
        }
    }
}
