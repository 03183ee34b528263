import ChainKit
import Foundation
import Host
import Testing

@Suite struct TokenRepositoryTests {
    private let now = TemporaryDatabase.now

    private func hash(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

    private func successor(_ number: UInt8, expiresIn seconds: Int = 3600) -> RefreshSuccessor {
        RefreshSuccessor(
            hash: hash(number), accessJTI: "jti-\(number)", accessExpiresAt: now + 600, expiresAt: now + seconds)
    }

    /// A store with one user, who has signed in and holds refresh token 1 of family `family`.
    private func withSignedInUser(_ body: (Store, TokenRepository, RefreshRecord) async throws -> Void) async throws {
        try await TemporaryDatabase.withStore { store in
            let user = try await UserRepository(store: store).signIn(wallet: evmWallet(1), chain: "eth", now: now).user
            let tokens = TokenRepository(store: store)
            let token = RefreshRecord(
                hash: hash(1), family: "family", userID: user.id, walletAddress: user.walletAddress, chain: user.chain,
                accessJTI: "jti-1", accessExpiresAt: now + 600, expiresAt: now + 3600)
            try await tokens.record(token, now: now)
            try await body(store, tokens, token)
        }
    }

    @Test func rotationKeepsFamilyUserAndWallet() async throws {
        try await withSignedInUser { _, tokens, token in
            let expected = RefreshRecord(
                hash: hash(2), family: "family", userID: token.userID, walletAddress: token.walletAddress, chain: "eth",
                accessJTI: "jti-2", accessExpiresAt: now + 600, expiresAt: now + 7200)
            #expect(try await tokens.rotate(hash(1), to: successor(2, expiresIn: 7200), now: now) == .rotated(expected))
            guard case .rotated = try await tokens.rotate(hash(2), to: successor(3), now: now) else {
                Issue.record("the successor rotates in its turn")
                return
            }
        }
    }

    @Test func aReuseKillsTheFamilyAndItsAccessTokens() async throws {
        try await withSignedInUser { _, tokens, token in
            _ = try await tokens.rotate(hash(1), to: successor(2), now: now)
            #expect(try await tokens.findActive(userID: token.userID, jti: "jti-2") != nil)
            #expect(try await tokens.rotate(hash(1), to: successor(3), now: now) == .reused(family: "family"))
            #expect(try await tokens.rotate(hash(2), to: successor(4), now: now) == .unknown)
            #expect(try await tokens.isRevoked("jti-1"))
            #expect(try await tokens.findActive(userID: token.userID, jti: "jti-2") == nil)
        }
    }

    @Test func ofManyConcurrentRotationsOneSucceeds() async throws {
        try await withSignedInUser { store, tokens, _ in
            let outcomes = try await withThrowingTaskGroup(of: RefreshRotation.self) { group in
                for number in 2..<22 {
                    group.addTask { try await tokens.rotate(hash(1), to: successor(UInt8(number)), now: now) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .reused(family: "family") } == 19)
            #expect(try await store.count("refresh_tokens") == 2)
        }
    }

    @Test func anotherFamilyOfTheSameUserLivesOn() async throws {
        try await withSignedInUser { _, tokens, token in
            try await tokens.record(
                RefreshRecord(
                    hash: hash(9), family: "other", userID: token.userID, walletAddress: token.walletAddress, chain: "eth",
                    accessJTI: "jti-9", accessExpiresAt: now + 600, expiresAt: now + 3600), now: now)
            try await tokens.revokeFamily("family", now: now)
            #expect(try await tokens.rotate(hash(1), to: successor(2), now: now) == .unknown)
            #expect(try await !tokens.isRevoked("jti-9"))
            guard case .rotated = try await tokens.rotate(hash(9), to: successor(10), now: now) else {
                Issue.record("the other family was revoked too")
                return
            }
        }
    }

    @Test func tellsExpiredFromUnknown() async throws {
        try await withSignedInUser { (store, tokens, _) async throws in
            #expect(try await tokens.rotate(hash(1), to: successor(2), now: now + 3600) == .expired)
            #expect(try await tokens.rotate(hash(8), to: successor(2), now: now) == .unknown)
            #expect(try await store.count("refresh_tokens") == 1)
        }
    }

    @Test func signingOutEndsTheAccessTokenAndItsFamily() async throws {
        try await withSignedInUser { _, tokens, token in
            #expect(try await tokens.findActive(userID: token.userID, jti: "jti-1")?.id == token.userID)
            try await tokens.signOut("jti-1", until: now + 600, now: now)
            #expect(try await tokens.findActive(userID: token.userID, jti: "jti-1") == nil)
            #expect(try await tokens.rotate(hash(1), to: successor(2), now: now) == .unknown)
            try await tokens.signOut("jti-1", until: now + 600, now: now)
        }
    }

    @Test func revokesAnAccessTokenOfNoFamily() async throws {
        try await withSignedInUser { _, tokens, token in
            try await tokens.revokeAccess("foreign", until: now + 60)
            try await tokens.revokeAccess("foreign", until: now + 30)
            #expect(try await tokens.isRevoked("foreign"))
            #expect(try await tokens.purgeExpired(before: now + 30) == 0)
            #expect(try await tokens.purgeExpired(before: now + 60) == 1)
            #expect(try await !tokens.isRevoked("foreign"))
            #expect(try await tokens.findActive(userID: "nobody", jti: "other") == nil)
        }
    }

    @Test func purgesExpiredRefreshTokens() async throws {
        try await withSignedInUser { (store, tokens, _) async throws in
            #expect(try await tokens.purgeExpired(before: now + 3599) == 0)
            #expect(try await tokens.purgeExpired(before: now + 3600) == 1)
            #expect(try await store.count("refresh_tokens") == 0)
        }
    }

    @Test func refusesAHashThatIsNotThirtyTwoBytes() async throws {
        try await withSignedInUser { _, tokens, token in
            await #expect(throws: (any Error).self) {
                try await tokens.record(
                    RefreshRecord(
                        hash: [1, 2, 3], family: "short", userID: token.userID, walletAddress: "0x1", chain: "eth",
                        accessJTI: "jti-5", accessExpiresAt: now, expiresAt: now), now: now)
            }
        }
    }
}
