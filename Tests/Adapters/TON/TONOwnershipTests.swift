import ChainKit
import Foundation
import Testing

@testable import TONAdapter

@Suite struct TONOwnershipTests {
    private let network: TONNetwork
    private let challenge: Challenge
    private let account: Account
    private let now = TONSamples.now

    init() throws {
        network = try TONNetwork(ChainID("tvm:-239"))
        challenge = TONSamples.challenge(network)
        account = try TONAccountFormat(network: network).account(TONTestWallet().address(secret: TONSamples.secret))
    }

    /// Judges a proof that must not need the chain.
    private func verdict(
        _ proof: Proof, answering challenge: Challenge? = nil, now: Date = TONSamples.now, on network: TONNetwork? = nil
    ) async throws -> ProofVerdict {
        let prover = TONOwnership(network: network ?? self.network) { _ throws(ChainError) in
            throw ChainError(.internalError, "The chain was asked.")
        }
        return try await prover.verify(proof, answering: challenge ?? self.challenge, now: now)
    }

    @Test func asksForAPayloadThatIsTheNonce() throws {
        let prover = TONOwnership(network: network) { _ in nil }
        #expect(try prover.message(for: challenge) == challenge.nonce)
        var other = challenge
        other.nonce = ""
        #expect(throws: ChainError.self) { try prover.message(for: other) }
        other = challenge
        other.chain = try ChainID("tvm:-3")
        #expect(throws: ChainError.self) { try prover.message(for: other) }
        other = challenge
        other.account = try Account(chain: network.chain, address: "0x1")
        #expect(throws: ChainError.self) { try prover.message(for: other) }
    }

    @Test(arguments: [true, false])
    func acceptsTheWalletThatSigned(isBound: Bool) async throws {
        let challenge = TONSamples.challenge(network, account: isBound ? account : nil)
        #expect(try await verdict(TONSamples.proof(), answering: challenge) == .accepted(account))
    }

    @Test func acceptsTheSameKeyOnTestnet() async throws {
        let testnet = try TONNetwork(ChainID("tvm:-3"))
        let expected = try TONAccountFormat(network: testnet).account("0:" + account.address.dropFirst(4))
        let proof = try TONSamples.proof()
        #expect(try await verdict(proof, answering: TONSamples.challenge(testnet), on: testnet) == .accepted(expected))
    }

    @Test func acceptsWithoutTheMembersThatMayBeAbsent() async throws {
        let proof = try TONSamples.proof(replacing: ["public_key": .null, "wallet_address_base64": .null, "domain": .null])
        #expect(try await verdict(proof) == .accepted(account))
    }

    @Test(
        arguments: [
            "1780000000", .integer(1_780_000_000), .string("rewards.example"), ["lengthBytes": 15, "value": "rewards.example"],
        ] as [JSONValue])
    func readsTimestampAndDomainInEitherForm(value: JSONValue) async throws {
        let name = value == "1780000000" || value.whole != nil ? "timestamp" : "domain"
        #expect(try await verdict(TONSamples.proof(replacing: [name: value])) == .accepted(account))
    }

    @Test func refusesEveryFlippedBitOfTheSignature() async throws {
        let signature = try #require(try TONSamples.proof().fields["signature"]?.text.flatMap(StandardBase64.decode))
        for index in 0..<512 {
            var flipped = signature
            flipped[index / 8] ^= 1 << UInt8(index % 8)
            let proof = try TONSamples.proof(replacing: ["signature": .string(StandardBase64.encode(flipped))])
            #expect(try await verdict(proof) == .rejected(.signatureInvalid))
        }
    }

    @Test func refusesASignatureCutAtAnyLength() async throws {
        let text = try #require(try TONSamples.proof().fields["signature"]?.text)
        for length in 0..<text.count {
            let proof = try TONSamples.proof(replacing: ["signature": .string(String(text.prefix(length)))])
            #expect(try await verdict(proof) == .rejected(.signatureInvalid))
        }
    }

    @Test func refusesEveryFlippedBitOfTheStateInit() async throws {
        let bytes = try #require(try TONSamples.proof().fields["state_init"]?.text.flatMap(StandardBase64.decode))
        for index in stride(from: 0, to: bytes.count * 8, by: 7) {
            var flipped = bytes
            flipped[index / 8] ^= 1 << UInt8(index % 8)
            let proof = try TONSamples.proof(replacing: ["state_init": .string(StandardBase64.encode(flipped))])
            #expect(try await verdict(proof) == .rejected(.addressInvalid))
        }
    }

    @Test func refusesAnotherPayloadDomainKeyAndAddress() async throws {
        #expect(try await verdict(TONSamples.proof(payload: "Fj78BFF9H16ggG0D")) == .rejected(.signatureInvalid))
        #expect(try await verdict(TONSamples.proof(domain: "rewards.examp1e")) == .rejected(.domainMismatch))
        let unnamed = try TONSamples.proof(domain: "rewards.examp1e", replacing: ["domain": .null])
        #expect(try await verdict(unnamed) == .rejected(.signatureInvalid))
        let other = try TONTestWallet().proof(
            signing: challenge.nonce, domain: TONSamples.domain, now: now, secret: [UInt8](2...33)
        ).fields
        for member in ["public_key", "wallet_address_hex", "wallet_address_base64", "state_init", "signature"] {
            let proof = try TONSamples.proof(replacing: [member: other[member] ?? .null])
            guard case .rejected = try await verdict(proof) else {
                Issue.record("\(member) of another wallet was accepted")
                continue
            }
        }
        let theirs = Proof(other)
        #expect(
            try await verdict(theirs, answering: TONSamples.challenge(network, account: account)) == .rejected(.addressInvalid))
    }

    @Test(arguments: [-1, 0, 14, 16, Int64.max])
    func refusesADomainLengthThatIsNotTheDomains(length: Int64) async throws {
        let proof = try TONSamples.proof(replacing: ["domain": ["lengthBytes": .integer(length), "value": "rewards.example"]])
        #expect(try await verdict(proof) == .rejected(.domainMismatch))
    }

    @Test func tellsTwoSpellingsOfALetterApart() async throws {
        var composed = challenge
        composed.domain = "t\u{f6}n.example"
        #expect(try await verdict(TONSamples.proof(domain: "t\u{f6}n.example"), answering: composed) == .accepted(account))
        #expect(
            try await verdict(TONSamples.proof(domain: "to\u{308}n.example"), answering: composed) == .rejected(.domainMismatch))
    }

    @Test(
        arguments: [
            (0, 599, true), (-60, 0, true), (-61, 0, false), (60, 0, true), (61, 0, false),
            (61, 1, true), (0, 600, false), (-60, 599, true), (0, -60, true), (-60, -61, false), (1.78e12, 0, false),
        ] as [(Double, Double, Bool)])
    func bindsTheTimeOnBothSides(signed: Double, judged: Double, accepted: Bool) async throws {
        let proof = try TONSamples.proof(now: now + signed)
        let expected: ProofVerdict = accepted ? .accepted(account) : .rejected(.proofExpired)
        #expect(try await verdict(proof, now: now + judged) == expected)
    }

    @Test func refusesASignatureOlderThanAQuarterOfAnHour() async throws {
        var long = challenge
        long.expiresAt = now + 86_400
        #expect(try await verdict(TONSamples.proof(), answering: long, now: now + 900) == .accepted(account))
        #expect(try await verdict(TONSamples.proof(), answering: long, now: now + 901) == .rejected(.proofExpired))
    }

    @Test func refusesAnotherNetwork() async throws {
        let testnet = try ChainID("tvm:-3")
        #expect(try await verdict(TONSamples.proof(replacing: ["network": "-239"])) == .accepted(account))
        #expect(try await verdict(TONSamples.proof(replacing: ["network": "-3"])) == .rejected(.addressInvalid))
        let friendly = try TONAddress(account: account).friendly(bounceable: false, testOnly: true)
        let proof = try TONSamples.proof(replacing: ["wallet_address_base64": .string(friendly)])
        #expect(try await verdict(proof) == .rejected(.addressInvalid))
        var other = challenge
        other.chain = testnet
        await #expect(throws: ChainError.self) { try await verdict(TONSamples.proof(), answering: other) }
    }

    @Test(
        arguments: [
            ("signature", .null), ("signature", 1), ("wallet_address_hex", .null), ("wallet_address_hex", []), ("state_init", 1),
            ("state_init", .string(String(repeating: "A", count: 1 << 20))), ("timestamp", .null), ("timestamp", -1),
            ("timestamp", .number(1.5)), ("timestamp", "1780000000.0"), ("timestamp", "+1780000000"), ("timestamp", " 1"),
            ("timestamp", "99999999999999999999"), ("public_key", true), ("domain", 1), ("domain", ["value": "rewards.example"]),
            ("domain", ["lengthBytes": "15", "value": "rewards.example"]), ("network", -239), ("wallet_address_base64", [:]),
        ] as [(String, JSONValue)])
    func saysWhichMemberIsMalformed(name: String, value: JSONValue) async throws {
        let error = await #expect(throws: ChainError.self) { try await verdict(TONSamples.proof(replacing: [name: value])) }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == "/" + name)
    }

    @Test func answersManyAtOnce() async throws {
        let proof = try TONSamples.proof()
        let verdicts = try await withThrowingTaskGroup(of: ProofVerdict.self) { group in
            for _ in 0..<32 { group.addTask { try await verdict(proof) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts == Array(repeating: .accepted(account), count: 32))
    }
}
