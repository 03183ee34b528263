import ChainKit
import Foundation
import Testing

/// Sign-ins in which the wallet built the text and sends it along (wallet standard `solana:signIn`).
struct SolanaWalletBuiltMessageTests {
    private let adapter: any ChainAdapter
    private let wallet: any TestWalletMaker
    private let address: String
    private let challenge: Challenge
    /// What a wallet makes of ``challenge``.
    private let text: String

    init() async throws {
        adapter = try await Sample.adapter()
        wallet = try Sample.wallet()
        address = try wallet.address(secret: Sample.secret)
        challenge = try await Sample.challenge(adapter)
        text = try await #require(adapter.ownership).message(for: Sample.challenge(adapter, account: address))
    }

    private func verdict(
        _ signed: String, encoded: String? = nil, answering asked: Challenge? = nil,
        change: ([String: JSONValue]) -> [String: JSONValue] = { $0 }
    ) async throws -> ProofVerdict? {
        let proof = try wallet.proof(signing: signed, domain: "rewards.example", now: Date(), secret: Sample.secret)
        var fields = try #require(proof.fields.members)
        fields["signed_message"] = .string(encoded ?? Data(signed.utf8).base64EncodedString())
        return try await adapter.ownership?.verify(
            Proof(.object(change(fields))), answering: asked ?? challenge, now: Sample.now)
    }

    @Test(arguments: [true, false])
    func acceptsTheMessageBuiltFromTheChallenge(_ isBound: Bool) async throws {
        let asked = try await Sample.challenge(adapter, account: isBound ? address : nil)
        #expect(try await verdict(text, answering: asked) == .accepted(try adapter.accounts.account(address)))
    }

    @Test func acceptsASignatureInBase64NextToTheMessage() async throws {
        let verdict = try await verdict(text) { fields in
            let signature = fields["signature"]?.text.flatMap { Base58.decode($0) } ?? []
            return fields.merging(["signature": .string(Data(signature).base64EncodedString())]) { _, new in new }
        }
        #expect(try await verdict == .accepted(adapter.accounts.account(address)))
    }

    @Test func acceptsOurOwnPlainTextSignedAsItIs() async throws {
        let plain = try await #require(adapter.ownership).message(for: challenge)
        #expect(try await verdict(plain) == .accepted(try adapter.accounts.account(address)))
    }

    @Test func tellsAnotherDomainFromABadSignature() async throws {
        let foreign = text.replacing("rewards.example wants", with: "evil.example wants")
        #expect(try await verdict(foreign) == .rejected(.domainMismatch))
    }

    @Test(arguments: [
        ("Nonce: k3J9x0Qz81", "Nonce: k3J9x0Qz82"), ("solana:mainnet", "mainnet"), ("Version: 1\n", ""),
        ("Prove that you hold the key.", "Prove that you hold the key!"), ("\n\nProve that you hold the key.", ""),
        ("2026-05-28T20:36:40Z", "2027-05-28T20:36:40Z"), ("Solana account", "Ethereum account"), ("\n", "\r\n"),
        ("Version: 1\nChain ID: solana:mainnet", "Chain ID: solana:mainnet\nVersion: 1"),
    ])
    func rejectsAMessageWithAnythingElseInIt(_ issued: String, _ built: String) async throws {
        #expect(text.contains(issued))
        #expect(try await verdict(text.replacing(issued, with: built)) == .rejected(.signatureInvalid))
    }

    @Test(arguments: [
        "\n", "\n\n", " ", "\nNot Before: 2020-01-01T00:00:00Z", "\nRequest ID: 1", "\nResources:", "\nResources:\n- a",
    ])
    func rejectsAMessageWithAnythingAfterIt(_ tail: String) async throws {
        #expect(try await verdict(text + tail) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAMessageThatNamesAnotherWallet() async throws {
        let other = try wallet.address(secret: Sample.otherSecret)
        #expect(try await verdict(text.replacing(address, with: other)) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAMessageThatIsEquivalentUnicodeButOtherBytes() async throws {
        let asked = try await Sample.challenge(adapter) { $0.statement = "Caf\u{e9}" }
        let composed = text.replacing("Prove that you hold the key.", with: "Caf\u{e9}")
        #expect(try await verdict(composed, answering: asked) == .accepted(try adapter.accounts.account(address)))
        let decomposed = text.replacing("Prove that you hold the key.", with: "Cafe\u{301}")
        #expect(try await verdict(decomposed, answering: asked) == .rejected(.signatureInvalid))
    }

    @Test(arguments: ["", "====", "not base 64", "/////w", "\u{e9}"])
    func rejectsAMessageThatIsNoText(_ encoded: String) async throws {
        #expect(try await verdict(text, encoded: encoded) == .rejected(.signatureInvalid))
    }
}
