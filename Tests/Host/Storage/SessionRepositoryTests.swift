import ChainKit
import Foundation
import Host
import Testing

@Suite struct SessionRepositoryTests {
    private let now = TemporaryDatabase.now

    private func session(
        _ id: String, purpose: SignInSession.Purpose = .signIn, account: Account? = nil, expiresIn seconds: Int = 600
    ) throws -> SignInSession {
        let challenge = Challenge(
            chain: try ChainID("eip155:80094"), domain: "rewards.example", uri: "https://rewards.example/a?b=\"c\"",
            statement: "Grüße 🐻", nonce: "n0nce12345", issuedAt: now, expiresAt: now + seconds, account: account)
        return SignInSession(id: id, chain: "berachain", challenge: challenge, purpose: purpose, expiresAt: now + seconds)
    }

    @Test func givesBackWhatWasRecorded() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            let bound = try session("one", account: evmWallet(7, on: "eip155:80094"))
            try await sessions.record(bound)
            #expect(try await sessions.consume("one", now: now) == .found(bound))
        }
    }

    @Test func remembersTheCampaignAndUserOfAnEligibilitySession() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let id = try #require(try await CampaignRepository(store: store).register(["genesis"], now: now)["genesis"])
            let asked = try session("one", purpose: .eligibility(campaignID: id, userID: user.id))
            try await sessions.record(asked)
            #expect(try await sessions.consume("one", now: now) == .found(asked))
        }
    }

    @Test func ofFiftyConcurrentConsumersOneFindsIt() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            try await sessions.record(session("one"))
            let outcomes = try await withThrowingTaskGroup(of: SessionConsumption.self) { group in
                for _ in 0..<50 { group.addTask { try await sessions.consume("one", now: now) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 != .unknown } == 1)
            #expect(outcomes.count { $0 == .unknown } == 49)
        }
    }

    @Test func ofTwoProcessesOneFindsIt() async throws {
        try await TemporaryDatabase.withStore { store in
            let other = try Store.open(store.path)
            try await SessionRepository(store: store).record(session("one"))
            let outcomes = try await withThrowingTaskGroup(of: SessionConsumption.self) { group in
                for number in 0..<20 {
                    let sessions = SessionRepository(store: number % 2 == 0 ? store : other)
                    group.addTask { try await sessions.consume("one", now: now) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 != .unknown } == 1)
            try await other.close()
        }
    }

    @Test func anExpiredSessionIsConsumedToo() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            try await sessions.record(session("one"))
            #expect(try await sessions.consume("one", now: now + 600) == .expired)
            #expect(try await sessions.consume("one", now: now) == .unknown)
        }
    }

    @Test func purgesOnlyWhatExpired() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            try await sessions.record(session("short", expiresIn: 10))
            try await sessions.record(session("long", expiresIn: 20))
            #expect(try await sessions.purgeExpired(before: now + 10) == 1)
            #expect(try await sessions.consume("short", now: now) == .unknown)
            #expect(try await sessions.consume("long", now: now) != .unknown)
        }
    }

    @Test func refusesASecondSessionWithTheSameID() async throws {
        try await TemporaryDatabase.withStore { store in
            let sessions = SessionRepository(store: store)
            try await sessions.record(session("one"))
            await #expect(throws: (any Error).self) { try await sessions.record(session("one")) }
        }
    }
}
