import ChainKit
import Foundation
import SolanaAdapter
import Testing

/// Sign-ins by wallets that put the text into an off-chain message.
struct SolanaOffchainSignInTests {
    private let adapter: any ChainAdapter
    private let challenge: Challenge
    private let text: [UInt8]
    private let signer: Signer
    private let other: Signer
    private let accepted: ProofVerdict

    init() async throws {
        adapter = try await Sample.adapter()
        signer = try Signer(Sample.secret)
        other = try Signer(Sample.otherSecret)
        challenge = try await Sample.challenge(adapter, account: signer.address)
        text = try await Array(#require(adapter.ownership).message(for: challenge).utf8)
        accepted = .accepted(try await adapter.accounts.account(signer.address))
    }

    private func verdict(
        signature: String, message: [UInt8]? = nil, of address: String? = nil, answering asked: Challenge? = nil
    ) async throws -> ProofVerdict? {
        var fields: [String: JSONValue] = [
            "signature": .string(signature), "address": .string(address ?? signer.address),
        ]
        fields["signed_message"] = message.map { .string(Offchain.base64($0)) }
        return try await adapter.ownership?.verify(Proof(.object(fields)), answering: asked ?? challenge, now: Sample.now)
    }

    private func verdict(envelope: [UInt8]) async throws -> ProofVerdict? {
        try await verdict(signature: Base58.encode(envelope))
    }

    private static let domains = [[UInt8](repeating: 0, count: 32), Offchain.domain("rewards.example")]

    @Test(arguments: Offchain.Layout.allCases, domains)
    func acceptsEveryLayout(_ layout: Offchain.Layout, _ domain: [UInt8]) async throws {
        for format in [1, 2] as [UInt8] {
            let preamble = Offchain.Preamble(layout: layout, domain: domain, format: format, signers: [signer.key])
            let message = preamble.bytes(text)
            let signature = signer.sign(message)
            let envelope = signer.envelope(message)
            #expect(try await verdict(envelope: envelope) == accepted)
            #expect(try await verdict(signature: Offchain.base64(envelope)) == accepted)
            #expect(try await verdict(signature: Base58.encode(envelope), message: message) == accepted)
            #expect(try await verdict(signature: Base58.encode(envelope), message: text) == accepted)
            #expect(try await verdict(signature: Base58.encode(signature)) == accepted)
            #expect(try await verdict(signature: Base58.encode(signature), message: text) == accepted)
            #expect(try await verdict(signature: Base58.encode(signature), message: message) == accepted)
            #expect(try await verdict(signature: Offchain.base64(signature), message: message) == accepted)
        }
    }

    @Test func cutsALongDomainTo32Bytes() async throws {
        let domain = "a-very-long-name-of-a-site.rewards.example"
        let asked = try await Sample.challenge(adapter, account: signer.address) { $0.domain = domain }
        let text = try await Array(#require(adapter.ownership).message(for: asked).utf8)
        let message = Offchain.Preamble(domain: Offchain.domain(domain), signers: [signer.key]).bytes(text)
        #expect(try await verdict(signature: Base58.encode(signer.sign(message)), answering: asked) == accepted)
    }

    @Test(arguments: Offchain.Layout.allCases)
    func rejectsAnEnvelopeWithAnyByteChanged(_ layout: Offchain.Layout) async throws {
        let envelope = signer.envelope(Offchain.Preamble(layout: layout, signers: [signer.key]).bytes(text))
        for index in envelope.indices {
            var changed = envelope
            changed[index] ^= 1
            #expect(try await verdict(envelope: changed) != accepted, "byte \(index)")
        }
        for count in 0..<envelope.count { #expect(try await verdict(envelope: Array(envelope.prefix(count))) != accepted) }
        #expect(try await verdict(envelope: envelope + [0]) != accepted)
    }

    /// Preambles that do not tell the truth or are for someone else, each with a good signature.
    private static let badPreambles: [@Sendable (inout Offchain.Preamble, _ other: [UInt8]) -> Void] = [
        { $0.signers = [$1] }, { preamble, _ in preamble.signers = [] }, { preamble, _ in preamble.lengthOff = 1 },
        { preamble, _ in preamble.lengthOff = -1 },
        { preamble, _ in preamble.format = 0 }, { preamble, _ in preamble.format = 3 },
        { preamble, _ in preamble.signers += preamble.signers },
    ]

    @Test(arguments: badPreambles.indices)
    func rejectsAPreambleThatDoesNotConform(_ index: Int) async throws {
        var preamble = Offchain.Preamble(signers: [signer.key])
        Self.badPreambles[index](&preamble, other.key)
        let message = preamble.bytes(text)
        #expect(try await verdict(envelope: signer.envelope(message)) == .rejected(.signatureInvalid))
        #expect(try await verdict(signature: Base58.encode(signer.sign(message))) == .rejected(.signatureInvalid))
        #expect(
            try await verdict(signature: Base58.encode(signer.sign(message)), message: message)
                == .rejected(.signatureInvalid))
    }

    @Test func rejectsAnotherApplicationsDomain() async throws {
        let message = Offchain.Preamble(domain: Offchain.domain("evil.example"), signers: [signer.key]).bytes(text)
        #expect(try await verdict(envelope: signer.envelope(message)) == .rejected(.domainMismatch))
        #expect(try await verdict(signature: Base58.encode(signer.sign(message))) == .rejected(.signatureInvalid))
    }

    @Test(arguments: Offchain.Layout.allCases)
    func rejectsAnotherWalletsSignature(_ layout: Offchain.Layout) async throws {
        for key in [signer.key, other.key] {
            let message = Offchain.Preamble(layout: layout, signers: [key]).bytes(text)
            #expect(try await verdict(envelope: other.envelope(message)) == .rejected(.signatureInvalid))
        }
    }

    @Test func wantsTheSignaturesOfAllSigners() async throws {
        let keys = [signer, other].sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for layout in [Offchain.Layout.v0, .v1, .v1Length] {
            let message = Offchain.Preamble(layout: layout, signers: keys.map(\.key)).bytes(text)
            let signatures = keys.map { $0.sign(message) }
            #expect(try await verdict(envelope: Offchain.envelope(signatures, message)) == accepted)
            let missing = keys.map { $0.key == signer.key ? $0.sign(message) : [UInt8](repeating: 0, count: 64) }
            for bad in [missing, signatures.reversed(), [signer.sign(message)], signatures + [signatures[0]]] {
                #expect(try await verdict(envelope: Offchain.envelope(bad, message)) == .rejected(.signatureInvalid))
            }
        }
        let twice = Offchain.Preamble(signers: [signer.key, signer.key]).bytes(text)
        let both = Offchain.envelope([signer.sign(twice), signer.sign(twice)], twice)
        #expect(try await verdict(envelope: both) == .rejected(.signatureInvalid))
        let unsorted = Offchain.Preamble(layout: .v1, signers: keys.reversed().map(\.key)).bytes(text)
        let envelope = Offchain.envelope(keys.reversed().map { $0.sign(unsorted) }, unsorted)
        #expect(try await verdict(envelope: envelope) == .rejected(.signatureInvalid))
    }

    @Test(arguments: Offchain.Layout.allCases)
    func rejectsTheTextOfAnotherChallenge(_ layout: Offchain.Layout) async throws {
        let asked = try await Sample.challenge(adapter, account: signer.address) { $0.nonce = "k3J9x0Qz82" }
        let message = Offchain.Preamble(layout: layout, signers: [signer.key]).bytes(text)
        let bare = Base58.encode(signer.sign(message))
        for signature in [Base58.encode(signer.envelope(message)), bare] {
            #expect(try await verdict(signature: signature, answering: asked) == .rejected(.signatureInvalid))
        }
        #expect(try await verdict(signature: bare, message: message, answering: asked) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAnEnvelopeBesideAnotherText() async throws {
        let message = Offchain.Preamble(signers: [signer.key]).bytes(text)
        let signature = Base58.encode(signer.envelope(message))
        #expect(try await verdict(signature: signature, message: text + [0x20]) == .rejected(.signatureInvalid))
    }

    @Test(arguments: Offchain.Layout.allCases)
    func acceptsTheTextAWalletBuiltItself(_ layout: Offchain.Layout) async throws {
        let plain = try await Sample.challenge(adapter)
        let message = Offchain.Preamble(layout: layout, signers: [signer.key]).bytes(text)
        let bare = Base58.encode(signer.sign(message))
        #expect(try await verdict(signature: Base58.encode(signer.envelope(message)), answering: plain) == accepted)
        #expect(try await verdict(signature: bare, message: text, answering: plain) == accepted)
        #expect(try await verdict(signature: bare, message: message, answering: plain) == accepted)
        #expect(try await verdict(signature: bare, answering: plain) == .rejected(.signatureInvalid))
    }

    @Test func doesNotTakeASignatureOverTheBareTextForOneOverTheMessage() async throws {
        let message = Offchain.Preamble(signers: [signer.key]).bytes(text)
        let envelope = Offchain.envelope([signer.sign(text)], message)
        #expect(try await verdict(envelope: envelope) == .rejected(.signatureInvalid))
    }

    @Test func readsALengthThatFitsAsALength() async throws {
        let parse = try #require(AdapterKind.solana.vectorOps.first { $0.name == "solana.offchain.parse" })
        for (text, layout, message) in [
            ("\u{3}\0abc", "v1_len", "abc"), ("\u{4}\0abc", "v1", "\u{4}\0abc"), ("abc", "v1", "abc"), ("\0\0", "v1", "\0\0"),
        ] {
            let bytes = Offchain.Preamble(layout: .v1, signers: [signer.key]).bytes(Array(text.utf8))
            let answer = try await parse.run(["bytes": .string(Hex.encode(bytes))])
            #expect(answer.fields["layout"] == .string(layout))
            #expect(answer.fields["message"] == .string(message))
        }
    }
}
