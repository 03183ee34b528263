import ChainCrypto
import ChainKit
import Foundation
import Synchronization
import Testing

@testable import TONAdapter

/// What the deployed contract is asked, and when.
@Suite struct TONOwnershipChainTests {
    private let network: TONNetwork
    private let challenge: Challenge
    private let key: [UInt8]

    init() throws {
        network = try TONNetwork(ChainID("tvm:-239"))
        challenge = TONSamples.challenge(network)
        key = try #require(Ed25519.publicKey(seed: TONSamples.secret))
    }

    private func verdict(_ proof: Proof, key: [UInt8]?) async throws -> (verdict: ProofVerdict, asked: [String]) {
        let asked = Mutex<[String]>([])
        let prover = TONOwnership(network: network) { address in
            asked.withLock { $0.append(address.raw) }
            return key
        }
        let verdict = try await prover.verify(proof, answering: challenge, now: TONSamples.now)
        return (verdict, asked.withLock { $0 })
    }

    private func state(_ wallet: TONWallet, data: CellBits? = nil, code: Cell? = nil) throws -> Cell {
        let code = try code ?? BagOfCells.parse(StandardBase64.decode(TONTestWallet.code) ?? [])
        return try Cell(bits: TONStateInit.bits, references: [code, Cell(bits: data ?? wallet.data)])
    }

    private func wallet(_ version: TONWalletVersion = .v4r2, network: Int32 = -239) -> TONWallet {
        TONWallet(version: version, publicKey: key, workchain: 0, network: network)
    }

    /// The code of the v5 beta: a reference into the masterchain's library.
    private func betaCode() throws -> Cell {
        var bits = CellBits()
        bits.append([2])
        bits.append(try #require(Hex.decode("e4cf3b2f4c6d6a61ea0f2b5447d266785b26af3637db2deee6bcd1aa826f3412")))
        return try Cell(kind: .library, bits: bits)
    }

    @Test(arguments: [true, false])
    func asksTheChainWhenTheStateInitIsMissing(declaresItsKey: Bool) async throws {
        let proof = try TONSamples.proof(
            replacing: ["state_init": .null].merging(declaresItsKey ? [:] : ["public_key": .null]) { $1 })
        let (verdict, asked) = try await verdict(proof, key: key)
        let raw = try #require(proof.fields["wallet_address_hex"]?.text)
        #expect(asked == [raw])
        #expect(verdict == .accepted(try TONAccountFormat(network: network).account(raw)))
    }

    @Test func asksTheChainForACodeItDoesNotKnow() async throws {
        let state = try state(wallet(), code: Cell(bits: CellBits(bytes: [7], count: 8)))
        let proof = try TONSamples.proof(of: wallet(), state: state)
        let (verdict, asked) = try await verdict(proof, key: key)
        #expect(asked.count == 1)
        #expect(
            verdict == .accepted(try TONAccountFormat(network: network).account("0:" + Hex.encode(state.hash)), by: .contract))
    }

    @Test func refusesWhatTheChainDoesNotBind() async throws {
        let proof = try TONSamples.proof(replacing: ["state_init": .null])
        #expect(try await verdict(proof, key: nil).verdict == .rejected(.addressInvalid))
        #expect(try await verdict(proof, key: [UInt8](repeating: 9, count: 32)).verdict == .rejected(.addressInvalid))
        let undeclared = try TONSamples.proof(replacing: ["state_init": .null, "public_key": .null])
        #expect(try await verdict(undeclared, key: [UInt8](repeating: 9, count: 32)).verdict == .rejected(.signatureInvalid))
        #expect(try await verdict(undeclared, key: []).verdict == .rejected(.signatureInvalid))
    }

    @Test func throwsWhenTheChainDoesNotAnswer() async throws {
        let prover = TONOwnership(network: network) { _ throws(ChainError) in throw ChainError(.upstreamTimeout, "No answer.") }
        let proof = try TONSamples.proof(replacing: ["state_init": .null])
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(proof, answering: challenge, now: TONSamples.now)
        }
        #expect(error?.code == .upstreamTimeout)
    }

    @Test func asksNobodyAboutAProofThatFailsAnyway() async throws {
        let absent: [String: JSONValue] = ["state_init": .null]
        let proofs = [
            try TONSamples.proof(payload: "Fj78BFF9H16ggG0D", replacing: absent),
            try TONSamples.proof(domain: "evil.example", replacing: absent),
            try TONSamples.proof(now: TONSamples.now - 3600, replacing: absent),
            try TONSamples.proof(replacing: absent.merging(["public_key": .string(String(repeating: "07", count: 32))]) { $1 }),
            try TONSamples.proof(replacing: ["state_init": "te6ccgEBAQEAAgAAAA=="]),
            try TONSamples.proof(replacing: ["state_init": ""]),
        ]
        for proof in proofs {
            let (verdict, asked) = try await verdict(proof, key: key)
            #expect(asked.isEmpty)
            guard case .rejected = verdict else { throw ChainError(.internalError, "accepted: \(proof)") }
        }
    }

    @Test func acceptsTheV5BetaOnItsOwnNetworkOnly() async throws {
        for (id, accepted) in [(-239, true), (-3, false)] as [(Int32, Bool)] {
            let beta = wallet(.v5beta, network: id)
            let proof = try TONSamples.proof(of: beta, state: state(beta, code: betaCode()))
            let (verdict, asked) = try await verdict(proof, key: key)
            #expect(asked.isEmpty)
            if case .accepted = verdict { #expect(accepted) } else { #expect(!accepted) }
        }
    }

    @Test func refusesTheMasterchainTwin() async throws {
        let proof = try TONSamples.proof(of: wallet(), state: state(wallet()), workchain: -1)
        #expect(try await verdict(proof, key: key).verdict == .rejected(.addressInvalid))
    }

    @Test func refusesAWorkchainThatWasNotSigned() async throws {
        let proof = try TONSamples.proof()
        let raw = try #require(proof.fields["wallet_address_hex"]?.text)
        let twin = try TONSamples.proof(
            replacing: ["wallet_address_hex": .string("-1" + raw.dropFirst()), "wallet_address_base64": .null])
        let (verdict, _) = try await verdict(twin, key: key)
        guard case .rejected = verdict else { throw ChainError(.internalError, "accepted") }
    }

    @Test func refusesDataTheKnownCodeDoesNotMake() async throws {
        var longer = wallet().data
        longer.append(0, width: 1)
        let proof = try TONSamples.proof(of: wallet(), state: state(wallet(), data: longer))
        let (verdict, asked) = try await verdict(proof, key: key)
        #expect(verdict == .rejected(.addressInvalid))
        #expect(asked.isEmpty)
    }
}
