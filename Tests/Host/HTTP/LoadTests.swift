import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct LoadTests {
    @Test func moreRequestsThanTheServerTakesAtATimeAreTurnedAwayAtOnce() async throws {
        try await TestServer.run({
            $0.server.maxConcurrentRequests = 2
            $0.chains[1].pool.timeoutSeconds = 20
        }) { server in
            let wallets = try [UInt8(1), 2].map { try TestWallet("eth", $0).address }
            server.chains.eth.hold(rpc: "eth_call")
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for wallet in wallets {
                    group.addTask { try await server.get("/campaigns/eth-holders/check-eligible-dryrun?wallet=\(wallet)") }
                }
                try await server.untilPending(2)
                let third = try await server.get("/version")
                expectProblem(third, "server_busy")
                #expect(third.headers[.retryAfter] == "1")
                #expect(try await server.get("/health").status == 200)
                #expect(try await server.get("/metrics").status == 200)
                server.chains.eth.release()
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 200 && $0.body["is_eligible"] == false })
            #expect(try await server.get("/version").status == 200)
        }
    }

    @Test func aRequestThatTakesTooLongIsGivenUp() async throws {
        try await TestServer.run({
            $0.server.requestTimeoutSeconds = 0.2
            $0.chains[1].pool.timeoutSeconds = 20
        }) { server in
            server.chains.eth.hold(rpc: "eth_call")
            let wallet = try TestWallet("eth").address
            let reply = try await server.get("/campaigns/eth-holders/check-eligible-dryrun?wallet=\(wallet)")
            expectProblem(reply, "request_timeout")
            #expect(reply.headers[.retryAfter] != nil)
            server.chains.eth.release()
        }
    }
}
