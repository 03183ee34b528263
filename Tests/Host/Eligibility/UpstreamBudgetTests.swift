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
            #expect(server.chains.eth.calls("eth_call") == 1)
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
