import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct UpstreamBudgetTests {
    @Test func aHundredDryRunsThatArriveTogetherCostAtMostFourUpstreamRequests() async throws {
        try await TestServer.run { server in
            let wallets = try (1...101).map { try TestWallet("eth", UInt8($0)).address }
            let path = "/campaigns/eth-holders/check-eligible-dryrun?chain=eth&wallet="
            _ = try await server.get(path + wallets[100])
            let before = server.chains.eth.requestCount
            server.chains.eth.hold(rpc: "eth_getBlockByNumber")
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for wallet in wallets[..<100] { group.addTask { try await server.get(path + wallet) } }
                try await server.untilPending(100)
                server.chains.eth.release()
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.body["is_eligible"] == false })
            #expect(server.chains.eth.requestCount - before <= 4)
        }
    }

    @Test func theSameQuestionAskedTwentyTimesAtOnceIsAskedOnce() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth").address
            let body: JSONValue = ["wallet": .string(wallet), "campaigns": .array((0..<20).map { _ in "eth-holders" })]
            let reply = try await server.post("/eligible-first", body)
            #expect(reply.body["results"]?.elements?.count == 20)
            // One balance, and what the contract says it is.
            #expect(server.chains.eth.calls("eth_call") == 1 + 3)
        }
    }

    @Test func twentyCampaignsOnOneChainFetchTheWalletOnce() async throws {
        let collections = (1...10).map { Base58.encode([UInt8](repeating: UInt8($0), count: 32)) }
        try await TestServer.run({ configuration in
            configuration.campaigns = (0..<20).map { number in
                var campaign = TestConfiguration.campaign(
                    "c\(number)", ["sol"],
                    [
                        "holds": [
                            "chain": "sol", "collection": .string(collections[number % 10]), "at_least": number < 10 ? 1 : 2,
                        ]
                    ])
                campaign.claimBy = number % 3 == 0 ? .asset : .wallet
                return campaign
            }
        }) { server in
            let wallet = try TestWallet("sol").address
            let held = collections.enumerated().flatMap { index, collection in
                (0..<2).map { number in
                    let id = Base58.encode([UInt8](repeating: UInt8(100 + index * 2 + number), count: 32))
                    return TestChains.asset(id, of: wallet, in: collection)
                }
            }
            server.chains.sol.replace(
                script: [.rpc("getAssetsByOwner", params: TestChains.page(of: wallet), result: TestChains.assets(held))]
                    + TestChains.solana(owners: []))
            _ = try await server.get("/campaigns/c0/check-eligible-dryrun?wallet=\(try TestWallet("sol", 9).address)")
            let before = server.chains.sol.requestCount
            let body: JSONValue = ["wallet": .string(wallet), "campaigns": .array((0..<20).map { .string("c\($0)") })]
            let reply = try await server.post("/eligible-first", body)
            let results = reply.body["results"]?.elements ?? []
            #expect(results.count == 20 && results.allSatisfy { $0["is_eligible"] == true })
            #expect(results.map { $0["evidence"]?[0]?["items"]?.elements?.count } == (0..<20).map { $0 < 10 ? 1 : 2 })
            #expect(server.chains.sol.requestCount - before == 1)
        }
    }
}

extension TestServer {
    /// Waits until that many holding queries of the EVM chain have no answer yet.
    func untilPending(_ count: Int) async throws {
        while try await pendingQueries() < count { await Task.yield() }
    }

    /// As the metrics page tells.
    private func pendingQueries() async throws -> Int {
        let line = try await get("/metrics").text.split(separator: "\n").first {
            $0.hasPrefix("gatehouse_holdings_pending{chain=\"eth\"}")
        }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
