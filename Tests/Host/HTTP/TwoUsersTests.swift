import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Two users of one server never see each other's data, on any route.
@Suite struct TwoUsersTests {
    @Test func noAuthenticatedRouteShowsOneUserToTheOther() async throws {
        try await TestServer.run { server in
            let wallets = [try TestWallet("sol", 1), try TestWallet("sol", 2)]
            let seconds = [try TestWallet("eth", 3), try TestWallet("eth", 4)]
            server.chains.sol.replace(script: TestChains.solana(owners: [wallets[0].address]))
            var ids: [String] = []
            var tokens: [String] = []
            for (wallet, second) in zip(wallets, seconds) {
                let verified = try await server.signIn(wallet)
                let token = try #require(verified["token"]?.text)
                tokens.append(token)
                ids.append(try #require(verified["user"]?["user_id"]?.text))
                let session = try await server.get("/campaigns/sol-holders/eligible-sign-in?chain=eth", token: token)
                _ = try await server.post("/campaigns/sol-holders/eligible-verify", second.answer(session.body), token: token)
            }
            for operation in server.operations where operation.needsUser && operation.id != "logout" {
                for mine in [0, 1] {
                    let other = 1 - mine
                    let calls = OperationCalls(server: server, token: tokens[mine])
                    for campaign in ["open", "sol-holders", "1"] {
                        let reply = try await calls.send(operation, path: calls.path(operation, with: ["campaign": campaign]))
                        for foreign in [ids[other], wallets[other].address, seconds[other].address, tokens[other]] {
                            #expect(!reply.text.contains(foreign), "\(operation.id) shows \(foreign)")
                        }
                    }
                }
            }
            let users = [
                try await server.get("/user/info", token: tokens[0]), try await server.get("/user/info", token: tokens[1]),
            ]
            #expect(users.map { $0.body["user_id"]?.text } == ids)
            #expect(users.map { $0.body["eth_wallet_address"]?.text } == seconds.map(\.address))
            #expect(users[0].body["eligibles"]?.elements?.count == 2)
            #expect(users[1].body["eligibles"]?.elements?.count == 1)
        }
    }

    @Test func loggingOutEndsOneUsersSignInAndNoOther() async throws {
        try await TestServer.run { server in
            let first = try await server.signIn(TestWallet("sol", 1))
            let elsewhere = try await server.signIn(TestWallet("sol", 1))
            let second = try await server.signIn(TestWallet("sol", 2))
            #expect(try await server.post("/logout", [:], token: first["token"]?.text).status == 200)
            expectProblem(try await server.get("/user/info", token: first["token"]?.text), "unauthenticated")
            expectProblem(try await server.post("/logout", [:], token: first["token"]?.text), "unauthenticated")
            #expect(try await server.get("/user/info", token: elsewhere["token"]?.text).status == 200)
            #expect(try await server.get("/user/info", token: second["token"]?.text).status == 200)
            let refreshed = try await server.post("/refresh", ["refresh_token": second["refresh_token"] ?? .null])
            #expect(refreshed.status == 200)
        }
    }
}
