import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Proving a second wallet to a campaign: eligible-sign-in and eligible-verify.
@Suite struct SecondWalletTests {
    @Test func theSecondWalletIsLinkedAndCounts() async throws {
        try await TestServer.run { server in
            let evm = try TestWallet("eth")
            server.chains.eth.replace(script: TestChains.ethereum(balance: 1))
            let token = try await server.token(of: TestWallet("sol"))
            #expect(try await server.get("/campaigns/eth-holders/check-eligible", token: token).body["is_eligible"] == false)
            let session = try await server.get(
                "/campaigns/eth-holders/eligible-sign-in?chain=eth&address=\(evm.address)", token: token)
            #expect(session.status == 200)
            #expect(session.body["message"]?.text?.contains(evm.address) == true)
            let verdict = try await server.post("/campaigns/eth-holders/eligible-verify", evm.answer(session.body), token: token)
            #expect(verdict.status == 200)
            #expect(verdict.body["is_eligible"] == true && verdict.body["wallet"]?.text == evm.address)
            let user = try await server.get("/user/info", token: token).body
            #expect(user["eth_wallet_address"]?.text == evm.address)
            #expect(user["eligibles"]?.elements?.count == 1)
            let other = try await server.signIn(evm)
            #expect(other["user"]?["user_id"] == user["user_id"])
        }
    }

    @Test func aWalletThatIsLinkedAlreadyMayBeProvenAgain() async throws {
        try await TestServer.run { server in
            let evm = try TestWallet("eth")
            let token = try await server.token(of: TestWallet("sol"))
            for _ in 0..<2 {
                let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth", token: token)
                let verdict = try await server.post("/campaigns/open/eligible-verify", evm.answer(session.body), token: token)
                #expect(verdict.status == 200)
            }
        }
    }

    @Test func aWalletOfAnotherUserIsRefusedAndStaysWhereItIs() async throws {
        try await TestServer.run { server in
            let evm = try TestWallet("eth")
            let owner = try await server.signIn(evm)
            let token = try await server.token(of: TestWallet("sol"))
            let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth&address=\(evm.address)", token: token)
            let refused = try await server.post("/campaigns/open/eligible-verify", evm.answer(session.body), token: token)
            expectProblem(refused, "wallet_already_linked")
            #expect(!refused.text.contains(owner["user"]?["user_id"]?.text ?? "?"))
            #expect(try await server.get("/user/info", token: token).body["eth_wallet_address"] == .null)
            #expect(try await server.signIn(evm)["user"]?["user_id"] == owner["user"]?["user_id"])
        }
    }

    @Test func ofTwoUsersWhoProveOneWalletAtOnceOneGetsIt() async throws {
        try await TestServer.run { server in
            for number in UInt8(50)..<55 {
                let evm = try TestWallet("eth", number)
                var answers: [(String, JSONValue)] = []
                for user in [number + 50, number + 100] {
                    let token = try await server.token(of: TestWallet("sol", user))
                    let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth", token: token)
                    answers.append((token, try evm.answer(session.body)))
                }
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for (token, answer) in answers {
                        group.addTask { try await server.post("/campaigns/open/eligible-verify", answer, token: token).status }
                    }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses.sorted() == [200, 409])
            }
        }
    }

    @Test func aSessionOfAnotherPurposeIsUnknown() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth")
            let token = try await server.token(of: TestWallet("sol", 1))
            let other = try await server.token(of: TestWallet("sol", 2))
            func open(_ path: String, _ token: String?) async throws -> JSONValue {
                try wallet.answer(try await server.get("\(path)?chain=eth", token: token).body)
            }
            let mine = "/campaigns/open/eligible-sign-in"
            for (answer, path, token) in [
                (try await open(mine, token), "/verify", nil),
                (try await open("/sign-in", nil), "/campaigns/open/eligible-verify", token),
                (try await open(mine, token), "/campaigns/open/eligible-verify", other),
                (try await open(mine, token), "/campaigns/both/eligible-verify", token),
            ] {
                expectProblem(try await server.post(path, answer, token: token), "session_unknown", path)
            }
            let right = try await server.post("/campaigns/open/eligible-verify", open(mine, token), token: token)
            #expect(right.status == 200)
        }
    }

    @Test func aWrongProofLinksNothing() async throws {
        try await TestServer.run { server in
            let evm = try TestWallet("eth", 1)
            let token = try await server.token(of: TestWallet("sol"))
            let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth&address=\(evm.address)", token: token)
            let answer = try TestWallet("eth", 2).answer(session.body)
            let refused = try await server.post("/campaigns/open/eligible-verify", answer, token: token)
            #expect(refused.status == 401 && problemFaults(refused) == [])
            #expect(try await server.get("/user/info", token: token).body["eth_wallet_address"] == .null)
        }
    }

    @Test func oneSessionProvesOneWalletOnce() async throws {
        try await TestServer.run { server in
            let evm = try TestWallet("eth")
            let token = try await server.token(of: TestWallet("sol"))
            let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth", token: token)
            let answer = try evm.answer(session.body)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await server.post("/campaigns/open/eligible-verify", answer, token: token).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 401 } == 9)
        }
    }

    @Test func theFiftyFirstWalletIsRefused() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            func prove(_ number: UInt8) async throws -> TestReply {
                let session = try await server.get("/campaigns/open/eligible-sign-in?chain=eth", token: token)
                return try await server.post(
                    "/campaigns/open/eligible-verify", TestWallet("eth", number).answer(session.body), token: token)
            }
            for number in UInt8(1)...49 { #expect(try await prove(number).status == 200) }
            expectProblem(try await prove(50), "wallet_limit_reached")
            #expect(try await prove(49).status == 200)
        }
    }
}
