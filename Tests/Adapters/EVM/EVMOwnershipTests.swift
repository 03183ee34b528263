import ChainKit
import Foundation
import Testing

@testable import EVMAdapter

@Suite struct EVMOwnershipTests {
    private let wallet = EVMTestWallet()
    private let secret = [UInt8](1...32)
    private let address: String
    private let chain: ChainID
    private let prover: any OwnershipProver
    private let now = ReplayChain.moment

    init() async throws {
        let adapter = try await ReplayChain.adapter([ReplayChain().provider()])
        chain = adapter.chain
        prover = try #require(adapter.ownership)
        address = try wallet.address(secret: secret)
    }

    private func challenge(bound: Bool) throws -> Challenge {
        Challenge(
            chain: chain, domain: "rewards.example", uri: "https://rewards.example/sign-in", statement: "Claim your reward.",
            nonce: "Fj78BFF9H16ggG0C", issuedAt: now, expiresAt: now.addingTimeInterval(600),
            account: bound ? try Account(chain: chain, address: address) : nil)
    }

    private func proof(_ challenge: Challenge, secret: [UInt8]? = nil) async throws -> Proof {
        try await wallet.proof(
            signing: prover.message(for: challenge), domain: "rewards.example", now: Date(), secret: secret ?? self.secret)
    }

    private func changed(_ proof: Proof, _ members: [String: JSONValue]) -> Proof {
        Proof(.object((proof.fields.members ?? [:]).merging(members) { _, new in new }))
    }

    /// The message a front end built by itself, signed, with one of its parts replaced.
    private func ownMessage(_ challenge: Challenge, replacing old: String = "", with new: String = "") async throws -> Proof {
        var bound = challenge
        bound.account = try Account(chain: chain, address: address)
        let text = try await prover.message(for: bound).replacingOccurrences(of: old, with: new)
        return changed(
            try wallet.proof(signing: text, domain: "rewards.example", now: Date(), secret: secret), ["message": .string(text)])
    }

    @Test(arguments: [true, false])
    func acceptsAWalletThatSignedTheIssuedText(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let verdict = try await prover.verify(try proof(challenge), answering: challenge, now: now)
        #expect(verdict == .accepted(try Account(chain: chain, address: address)))
    }

    @Test(arguments: [true, false])
    func acceptsAMessageTheFrontEndBuilt(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let verdict = try await prover.verify(try ownMessage(challenge), answering: challenge, now: now)
        #expect(verdict == .accepted(try Account(chain: chain, address: address)))
    }

    @Test func writesTheMessageOfEIP4361() async throws {
        #expect(
            try await prover.message(for: challenge(bound: true)) == """
                rewards.example wants you to sign in with your Ethereum account:
                \(address)

                Claim your reward.

                URI: https://rewards.example/sign-in
                Version: 1
                Chain ID: 80094
                Nonce: Fj78BFF9H16ggG0C
                Issued At: 2027-01-15T08:00:00Z
                Expiration Time: 2027-01-15T08:10:00Z
                """)
    }

    @Test func namesDomainNonceAndExpiryWhenTheAccountIsUnknown() async throws {
        let text = try await prover.message(for: challenge(bound: false))
        for part in ["rewards.example", "Fj78BFF9H16ggG0C", "2027-01-15T08:10:00Z", "eip155:80094", "Claim your reward."] {
            #expect(text.contains(part))
        }
        #expect(throws: ChainError.self) { try EVMSignInMessage(parsing: text) }
    }

    @Test(arguments: [true, false])
    func acceptsEveryFormOfTheSignature(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let proof = try await proof(challenge)
        let bytes = try #require(proof.fields["signature"]?.text.flatMap(Hex.decode))
        let signature = try #require(EVMSignature(bytes))
        for form in [bytes, signature.compact + [signature.recoveryID], signature.shortBytes] {
            let other = changed(proof, ["signature": .string(Hex.encode(form).uppercased())])
            let verdict = try await prover.verify(other, answering: challenge, now: now)
            #expect(verdict == .accepted(try Account(chain: chain, address: address)))
        }
    }

    @Test(arguments: [true, false])
    func refusesEveryFlippedBitOfTheSignature(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let proof = try await proof(challenge)
        let bytes = try #require(proof.fields["signature"]?.text.flatMap(Hex.decode))
        for bit in 0..<(bytes.count * 8) {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            let other = changed(proof, ["signature": .string(Hex.encode(flipped))])
            #expect(try await prover.verify(other, answering: challenge, now: now) == .rejected(.signatureInvalid))
        }
    }

    @Test(arguments: ["", "0x", "0xzz", "0x12", "not hex", "0x" + String(repeating: "00", count: 65)])
    func refusesWhatIsNoSignature(text: String) async throws {
        let challenge = try challenge(bound: true)
        let proof = changed(try await proof(challenge), ["signature": .string(text)])
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.signatureInvalid))
    }

    @Test(arguments: [true, false])
    func rejectsAProofForAnotherChallenge(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let proof = try await proof(challenge)
        var others = [challenge, challenge, challenge, challenge]
        others[0].domain = "evil.example"
        others[1].nonce = "Fj78BFF9H16ggG0D"
        others[2].uri = "https://rewards.example/other"
        others[3].expiresAt += 1
        for other in others {
            #expect(try await prover.verify(proof, answering: other, now: now) == .rejected(.signatureInvalid))
        }
    }

    @Test func rejectsAChallengeOfAnotherChain() async throws {
        var challenge = try challenge(bound: false)
        let proof = try await proof(challenge)
        challenge.chain = try ChainID("eip155:1")
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(proof, answering: challenge, now: now)
        }
        #expect(error?.code == .challengeInvalid)
    }

    @Test func rejectsAFrontEndsMessageForAChallengeOfAnotherChain() async throws {
        var challenge = try challenge(bound: false)
        let proof = try await ownMessage(challenge)
        challenge.chain = try ChainID("eip155:1")
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(proof, answering: challenge, now: now)
        }
        #expect(error?.code == .challengeInvalid)
    }

    @Test(arguments: [true, false])
    func bindsTheAccountToTheKeyThatSigned(bound: Bool) async throws {
        let challenge = try challenge(bound: bound)
        let other = [UInt8](repeating: 9, count: 32)
        let stranger = try wallet.address(secret: other)
        let claimed = changed(try await proof(challenge, secret: other), ["address": .string(address)])
        #expect(try await prover.verify(claimed, answering: challenge, now: now) == .rejected(.signatureInvalid))
        let foreign = changed(try await proof(challenge), ["address": .string(stranger)])
        let verdict = try await prover.verify(foreign, answering: challenge, now: now)
        #expect(verdict == .rejected(bound ? .addressInvalid : .signatureInvalid))
    }

    @Test(arguments: ["", "0x12", "vitalik.eth"])
    func rejectsWhatIsNoAddress(text: String) async throws {
        let challenge = try challenge(bound: false)
        let proof = changed(try await proof(challenge), ["address": .string(text)])
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.addressInvalid))
    }

    @Test(arguments: [(600.0, true), (599.9, false), (-60, false), (-60.1, true), (100_000, true)])
    func rejectsAChallengeOutsideItsTime(secondsLater: Double, isRejected: Bool) async throws {
        let challenge = try challenge(bound: true)
        let verdict = try await prover.verify(
            try proof(challenge), answering: challenge, now: now.addingTimeInterval(secondsLater))
        #expect((verdict == .rejected(.proofExpired)) == isRejected)
    }

    @Test func rejectsAProofThatNamesAnotherDomain() async throws {
        let challenge = try challenge(bound: true)
        let proof = changed(try await proof(challenge), ["domain": "evil.example"])
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.domainMismatch))
    }

    @Test(arguments: [
        ("rewards.example wants", "evil.example wants", ProofVerdict.Rejection.domainMismatch),
        ("rewards.example wants", "rewards.example.evil.example wants", .domainMismatch),
        ("rewards.example wants", "http://rewards.example wants", .domainMismatch),
        ("Nonce: F", "Nonce: f", .signatureInvalid),
        ("Chain ID: 80094", "Chain ID: 1", .signatureInvalid),
        ("Expiration Time: 2027-01-15T08:10:00Z", "Expiration Time: 2027-01-15T08:00:00Z", .proofExpired),
        ("Issued At: 2027-01-15T08:00:00Z", "Issued At: 2027-01-15T08:10:01Z", .proofExpired),
        ("Expiration Time: 2027-01-15T08:10:00Z", "Not Before: 2027-01-15T08:00:01Z", .proofExpired),
    ])
    func judgesWhatAFrontEndsMessageSays(old: String, new: String, rejection: ProofVerdict.Rejection) async throws {
        let challenge = try challenge(bound: true)
        let proof = try await ownMessage(challenge, replacing: old, with: new)
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(rejection))
    }

    @Test(arguments: [
        ("rewards.example wants", "https://rewards.example wants"), ("Claim your reward.", "Another statement."),
        ("\nExpiration Time: 2027-01-15T08:10:00Z", ""), ("/sign-in", "/elsewhere"),
    ])
    func leavesTheRestToTheFrontEnd(old: String, new: String) async throws {
        let challenge = try challenge(bound: true)
        let proof = try await ownMessage(challenge, replacing: old, with: new)
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .accepted(try #require(challenge.account)))
    }

    @Test func rejectsAMessageThatNamesAnotherAddress() async throws {
        let challenge = try challenge(bound: false)
        let other = try wallet.address(secret: [UInt8](repeating: 9, count: 32))
        let proof = try await ownMessage(challenge, replacing: address, with: other)
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.addressInvalid))
    }

    @Test func verifiesTheMessagesBytesAsReceived() async throws {
        let challenge = try challenge(bound: true)
        let signed = try await ownMessage(challenge)
        let text = try #require(signed.fields["message"]?.text)
        let other = text.replacingOccurrences(of: "Issued At: 2027-01-15T08:00:00Z", with: "Issued At: 2027-01-15T08:00:00.0Z")
        let proof = changed(signed, ["message": .string(other)])
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.signatureInvalid))
    }

    @Test(
        arguments: [
            ["signature": 5], ["signature": nil], ["address": [1]], ["message": 7], ["message": "hello"], ["domain": false],
            ["signature": .string(String(repeating: "0", count: 1 << 20))],
            ["message": .string(String(repeating: "a", count: 8193))],
        ] as [[String: JSONValue]])
    func namesTheFieldThatIsMalformed(members: [String: JSONValue]) async throws {
        let challenge = try challenge(bound: true)
        let proof = changed(try await proof(challenge), members)
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(proof, answering: challenge, now: now)
        }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == members.keys.first.map { "/\($0)" })
    }

    @Test func refusesChallengesThatFitNoMessage() async throws {
        let sound = try challenge(bound: true)
        var broken = [Challenge](repeating: sound, count: 7)
        broken[0].domain = "rewards.example/path"
        broken[1].uri = "no uri"
        broken[2].statement = "two\nlines"
        broken[3].nonce = "short"
        broken[4].expiresAt = .distantFuture.addingTimeInterval(1e12)
        broken[5].domain = ""
        broken[6].account = try Account(chain: ChainID("eip155:1"), address: address)
        for challenge in broken {
            for bound in [challenge.account, nil] {
                var one = challenge
                one.account = challenge == broken[6] ? challenge.account : bound
                let error = await #expect(throws: ChainError.self) { try await prover.message(for: one) }
                #expect(error?.code == .challengeInvalid)
            }
        }
    }

    @Test func refusesASecretThatIsNoKey() {
        for secret in [[], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 255, count: 32)] {
            #expect(throws: ChainError.self) { try wallet.address(secret: secret) }
            #expect(throws: ChainError.self) {
                try wallet.proof(signing: "x", domain: "rewards.example", now: Date(), secret: secret)
            }
        }
    }
}
