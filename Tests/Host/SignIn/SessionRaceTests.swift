import ChainKit
import Testing

@testable import Host

@Suite struct SessionRaceTests {
    @Test func ofFiftyConcurrentCorrectVerifiesExactlyOneSignsIn() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let answer = try wallet.answer(try await server.openSession(wallet))
            let replies = try await withThrowingTaskGroup(of: TestReply.self) { group in
                for _ in 0..<50 { group.addTask { try await server.post("/verify", answer) } }
                return try await group.reduce(into: [TestReply]()) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 200 } == 1)
            #expect(replies.count { $0.status == 401 && $0.code == "session_unknown" } == 49)
        }
    }

    @Test func twoConcurrentFirstSignInsOfAWalletMakeOneUser() async throws {
        try await TestServer.run { server in
            for number in UInt8(1)...10 {
                let wallet = try TestWallet("eth", number)
                let answers = [
                    try wallet.answer(try await server.openSession(wallet)),
                    try wallet.answer(try await server.openSession(wallet)),
                ]
                let users = try await withThrowingTaskGroup(of: String?.self) { group in
                    for answer in answers {
                        group.addTask { try await server.post("/verify", answer).body["user"]?["user_id"]?.text }
                    }
                    return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
                }
                #expect(users.count == 1)
                #expect(!users.contains(nil))
            }
        }
    }

    @Test func aFailedProofUsesTheSessionUp() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let session = try await server.openSession(wallet)
            let right = try wallet.answer(session)
            let wrong = try TestWallet("sol", 2).answer(session)
            #expect(try await server.post("/verify", wrong).status == 401)
            #expect(try await server.post("/verify", right).code == "session_unknown")
        }
    }

    @Test func anExpiredSessionIsRefusedAsExpired() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("eth")
            let answer = try wallet.answer(try await server.openSession(wallet))
            server.clock.advance(seconds: 601)
            #expect(try await server.post("/verify", answer).code == "session_expired")
        }
    }

    @Test func anAccessTokenEndsWithItsTime() async throws {
        try await TestServer.run { server in
            let token = try await server.token(of: TestWallet("sol"))
            server.clock.advance(seconds: 86_401)
            #expect(try await server.get("/user/info", token: token).status == 401)
        }
    }
}
