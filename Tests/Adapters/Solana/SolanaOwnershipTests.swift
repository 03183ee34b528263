import ChainKit
import Foundation
import Testing

struct SolanaOwnershipTests {
    private let adapter: any ChainAdapter
    private let prover: any OwnershipProver
    private let wallet: any TestWalletMaker
    private let address: String

    init() async throws {
        adapter = try await Sample.adapter()
        prover = try #require(adapter.ownership)
        wallet = try Sample.wallet()
        address = try wallet.address(secret: Sample.secret)
    }

    private func verify(
        _ proof: Proof, _ challenge: Challenge, at now: Date = Sample.now
    ) async throws -> ProofVerdict {
        try await prover.verify(proof, answering: challenge, now: now)
    }

    private func accepted() async throws -> ProofVerdict { .accepted(try await adapter.accounts.account(address)) }

    @Test func acceptsTheKeyThatSignedThePlainMessage() async throws {
        let challenge = try await Sample.challenge(adapter)
        let message = try await prover.message(for: challenge)
        for part in ["rewards.example", "k3J9x0Qz81", "2026-05-28T20:36:40Z", "Prove that you hold the key.", "\(adapter.chain)"]
        {
            #expect(message.contains(part))
        }
        #expect(try await prover.message(for: challenge) == message)
        let proof = try wallet.proof(signing: message, domain: "rewards.example", now: Date(), secret: Sample.secret)
        #expect(try await verify(proof, challenge) == accepted())
    }

    @Test func acceptsTheKeyThatSignedTheSignInMessageOfItsAddress() async throws {
        let challenge = try await Sample.challenge(adapter, account: address)
        let message = try await prover.message(for: challenge)
        #expect(
            message == """
                rewards.example wants you to sign in with your Solana account:
                \(address)

                Prove that you hold the key.

                URI: https://rewards.example/sign-in
                Version: 1
                Chain ID: solana:mainnet
                Nonce: k3J9x0Qz81
                Issued At: 2026-05-28T20:26:40Z
                Expiration Time: 2026-05-28T20:36:40Z
                """)
        let proof = try wallet.proof(signing: message, domain: "rewards.example", now: Date(), secret: Sample.secret)
        #expect(try await verify(proof, challenge) == accepted())
    }

    @Test func leavesOutTheChainIdOfANetworkTheWalletStandardHasNoWordFor() async throws {
        let soon = try await Sample.adapter(options: ["network": "solana:E8aYS7Vghwv5KxKxPdPRDEFPNHXLAMxG"])
        let message = try await #require(soon.ownership).message(for: Sample.challenge(soon, account: address))
        #expect(!message.contains("Chain ID"))
    }

    /// Each change makes a challenge that the signature was not made for.
    private static let otherChallenges: [@Sendable (inout Challenge) -> Void] = [
        { $0.domain = "evil.example" }, { $0.nonce = "k3J9x0Qz82" }, { $0.uri += "x" }, { $0.statement = nil },
        { $0.statement = "Prove that you hold the key!" }, { $0.issuedAt += 1 }, { $0.expiresAt += 1 },
        { $0.chain = (try? ChainID("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1")) ?? $0.chain },
    ]

    @Test(arguments: otherChallenges.indices, [true, false])
    func rejectsAProofForAnotherChallenge(_ index: Int, _ isBound: Bool) async throws {
        let challenge = try await Sample.challenge(adapter, account: isBound ? address : nil)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        var other = challenge
        Self.otherChallenges[index](&other)
        #expect(try await verify(proof, other) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAnotherWalletThanTheOneAsked() async throws {
        let challenge = try await Sample.challenge(adapter, account: address)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.otherSecret)
        #expect(try await verify(proof, challenge) == .rejected(.addressInvalid))
    }

    @Test func rejectsASignatureInAnotherWalletsName() async throws {
        let challenge = try await Sample.challenge(adapter)
        let other = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.otherSecret)
        let claimed = Proof(["signature": try #require(other.fields["signature"]), "address": .string(address)])
        #expect(try await verify(claimed, challenge) == .rejected(.signatureInvalid))
    }

    @Test(arguments: ["", "0x1234", "O" + String(repeating: "1", count: 31)])
    func rejectsAnAddressThatIsNone(_ text: String) async throws {
        let challenge = try await Sample.challenge(adapter)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        let renamed = Proof(["signature": try #require(proof.fields["signature"]), "address": .string(text)])
        #expect(try await verify(renamed, challenge) == .rejected(.addressInvalid))
    }

    @Test(arguments: [(-601.0, false), (-600, true), (0, true), (599, true), (600, false), (1e9, false)])
    func acceptsOnlyWhileTheChallengeLasts(_ seconds: Double, _ isInTime: Bool) async throws {
        let challenge = try await Sample.challenge(adapter)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        let verdict = try await verify(proof, challenge, at: Sample.now.addingTimeInterval(seconds))
        #expect(await verdict == (isInTime ? try accepted() : .rejected(.proofExpired)))
    }

    @Test func rejectsEverySingleBitFlipOfTheSignature() async throws {
        let challenge = try await Sample.challenge(adapter)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        let signature = try #require(Base58.decode(try proof.requireText("signature")))
        for bit in 0..<512 {
            var flipped = signature
            flipped[bit / 8] ^= 1 << (bit % 8)
            let forged = Proof(["signature": .string(Base58.encode(flipped)), "address": .string(address)])
            #expect(try await verify(forged, challenge) == .rejected(.signatureInvalid))
        }
    }

    @Test func rejectsASignatureOfAnyOtherLength() async throws {
        let challenge = try await Sample.challenge(adapter)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        let text = try proof.requireText("signature")
        for other in (0..<text.count).map({ String(text.prefix($0)) }) + [text + "1", "1" + text, text + " "] {
            let cut = Proof(["signature": .string(other), "address": .string(address)])
            #expect(try await verify(cut, challenge) == .rejected(.signatureInvalid))
        }
    }

    @Test func rejectsTheSmallOrderKeyThatSignsEverything() async throws {
        let challenge = try await Sample.challenge(adapter)
        let identity: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let forged = Proof([
            "signature": .string(Base58.encode(identity + [UInt8](repeating: 0, count: 32))),
            "address": .string(Base58.encode(identity)),
        ])
        #expect(try await verify(forged, challenge) == .rejected(.signatureInvalid))
    }

    @Test(
        arguments: [
            ([:], "/signature"), (["signature": 5, "address": "1"], "/signature"), (["signature": "1"], "/address"),
            (["signature": "1", "address": ["1"]], "/address"),
            (["signature": "1", "address": "1", "signed_message": 1], "/signed_message"),
            (["signature": .string(String(repeating: "1", count: 1 << 20)), "address": "1"], "/signature"),
            (.null, "/signature"),
        ] as [(JSONValue, String)])
    func callsAProofOfTheWrongShapeMalformed(_ fields: JSONValue, _ pointer: String) async throws {
        let challenge = try await Sample.challenge(adapter)
        let error = await #expect(throws: ChainError.self) { try await verify(Proof(fields), challenge) }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == pointer)
    }

    private static let unfitChallenges: [(String, @Sendable (inout Challenge) -> Void)] = [
        ("/domain", { $0.domain = "" }), ("/domain", { $0.domain = "a\nb" }), ("/domain", { $0.domain = "a b" }),
        ("/uri", { $0.uri = "https://a\n" }), ("/uri", { $0.uri = "" }), ("/nonce", { $0.nonce = "short" }),
        ("/nonce", { $0.nonce = "has-a-dash" }), ("/statement", { $0.statement = "a\nURI: b" }),
        ("/statement", { $0.statement = "a\r" }), ("/statement", { $0.statement = "a\u{2028}b" }),
        ("/statement", { $0.statement = "" }), ("/expires_at", { $0.expiresAt = $0.issuedAt }),
        ("/chain", { $0.chain = (try? ChainID("eip155:1")) ?? $0.chain }),
        ("/account", { $0.account = try? Account(chain: $0.chain, address: "not-base58") }),
    ]

    @Test(arguments: unfitChallenges.indices)
    func refusesAChallengeThatDoesNotFitTheMessage(_ index: Int) async throws {
        let (pointer, change) = Self.unfitChallenges[index]
        let challenge = try await Sample.challenge(adapter, change: change)
        let error = await #expect(throws: ChainError.self) { try await prover.message(for: challenge) }
        #expect(error?.code == .challengeInvalid)
        #expect(error?.pointer == pointer)
    }

    @Test func acceptsOneProofFromManyTasksAtOnce() async throws {
        let challenge = try await Sample.challenge(adapter)
        let proof = try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: Sample.secret)
        let accepted = try await accepted()
        try await withThrowingTaskGroup(of: ProofVerdict.self) { group in
            for _ in 0..<32 { group.addTask { try await verify(proof, challenge) } }
            for try await verdict in group { #expect(verdict == accepted) }
        }
    }
}
