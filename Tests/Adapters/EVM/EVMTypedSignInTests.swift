import ChainKit
import Foundation
import Testing

@testable import EVMAdapter

@Suite struct EVMTypedSignInTests {
    private let wallet = EVMTestWallet()
    private let secret = [UInt8](1...32)
    private let address: String
    private let prover: any OwnershipProver
    private let challenge: Challenge
    private let now = ReplayChain.moment

    init() async throws {
        let adapter = try await ReplayChain.adapter([ReplayChain().provider()])
        prover = try #require(adapter.ownership)
        address = try wallet.address(secret: secret)
        challenge = Challenge(
            chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example", nonce: "Fj78BFF9H16ggG0C",
            issuedAt: now, expiresAt: now.addingTimeInterval(600))
    }

    /// What a page gives a wallet to sign, written out: the documented form, not the one the adapter builds.
    private func typedData(_ changes: [String: JSONValue] = [:], domain: String = "rewards.example") -> JSONValue {
        let names = ["domain", "address", "statement", "uri", "version", "chainId", "nonce", "issuedAt", "expirationTime"]
        let types: [String: JSONValue] = ["address": "address", "chainId": "uint256"]
        let message: [String: JSONValue] = [
            "domain": "rewards.example", "address": .string(address), "statement": "", "uri": "https://rewards.example",
            "version": "1", "chainId": 80094, "nonce": "Fj78BFF9H16ggG0C", "issuedAt": "2027-01-15T08:00:00Z",
            "expirationTime": "2027-01-15T08:10:00Z",
        ]
        return [
            "types": ["SignIn": .array(names.map { ["name": .string($0), "type": types[$0] ?? "string"] })],
            "primaryType": "SignIn", "domain": ["name": .string(domain), "version": "1", "chainId": 80094],
            "message": .object(message.merging(changes) { _, new in new }),
        ]
    }

    private func proof(_ data: JSONValue, _ members: [String: JSONValue] = [:]) throws -> Proof {
        let signature = try #require(EVMSignature(signing: TypedData(data).digest, secret: secret))
        let fields: [String: JSONValue] = [
            "signature": .string(Hex.encode(signature.bytes, prefixed: true)), "address": .string(address), "scheme": "eip712",
        ]
        return Proof(.object(fields.merging(members) { _, new in new }))
    }

    @Test func acceptsTypedDataThatSaysWhatTheChallengeSays() async throws {
        let account = try Account(chain: challenge.chain, address: address)
        #expect(try await prover.verify(try proof(typedData()), answering: challenge, now: now) == .accepted(account))
        var stated = challenge
        stated.statement = "Claim your reward."
        stated.account = account
        let data = typedData(["statement": "Claim your reward."])
        #expect(try await prover.verify(try proof(data), answering: stated, now: now) == .accepted(account))
    }

    @Test(
        arguments: [
            ["domain": "evil.example"], ["address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"], ["statement": "Give me all."],
            ["uri": "https://evil.example"], ["version": "2"], ["chainId": 1], ["nonce": "Fj78BFF9H16ggG0D"],
            ["issuedAt": "2027-01-15T08:00:01Z"], ["expirationTime": "2028-01-15T08:10:00Z"],
        ] as [[String: JSONValue]])
    func rejectsTypedDataThatSaysSomethingElse(changes: [String: JSONValue]) async throws {
        let proof = try proof(typedData(changes))
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAnotherDomainSeparator() async throws {
        let proof = try proof(typedData(domain: "evil.example"))
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAProofForAnotherChallenge() async throws {
        let proof = try proof(typedData())
        var others = [Challenge](repeating: challenge, count: 5)
        others[0].domain = "evil.example"
        others[1].nonce = "Fj78BFF9H16ggG0D"
        others[2].uri = "https://rewards.example/other"
        others[3].expiresAt += 1
        others[4].statement = "Claim your reward."
        for other in others {
            #expect(try await prover.verify(proof, answering: other, now: now) == .rejected(.signatureInvalid))
        }
    }

    @Test func asksAContractAboutTheTypedDatasDigest() async throws {
        let contract = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        let digest = try TypedData(typedData(["address": .string(contract)])).digest
        let expected = try EIP1271.call(EVMAddress(contract.utf8), digest: digest, signature: [7])
        let yes = ABIFunction.isValidSignature.selector + [UInt8](repeating: 0, count: 28)
        let chain = ReplayChain(contracts: [contract: { $0 == expected.data ? .returned(yes) : .reverted }])
        let prover = try #require(try await ReplayChain.adapter([chain.provider()]).ownership)
        let proof = Proof(["signature": "0x07", "address": .string(contract), "scheme": "eip712"])
        let account = try Account(chain: challenge.chain, address: contract)
        #expect(try await prover.verify(proof, answering: challenge, now: now) == .accepted(account, by: .contract))
    }

    @Test func takesNeitherKindOfSignatureForTheOther() async throws {
        let typed = try proof(typedData(), ["scheme": nil])
        #expect(try await prover.verify(typed, answering: challenge, now: now) == .rejected(.signatureInvalid))
        let text = try await wallet.proof(signing: prover.message(for: challenge), domain: "", now: now, secret: secret)
        let claimed = Proof(.object((text.fields.members ?? [:]).merging(["scheme": "eip712"]) { _, new in new }))
        #expect(try await prover.verify(claimed, answering: challenge, now: now) == .rejected(.signatureInvalid))
    }

    @Test(arguments: [["scheme": "eip191"], ["scheme": 712], ["message": "a text"]] as [[String: JSONValue]])
    func namesTheFieldThatIsMalformed(members: [String: JSONValue]) async throws {
        let proof = try proof(typedData(), members)
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(proof, answering: challenge, now: now)
        }
        #expect(error?.code == .proofMalformed && error?.pointer == "/scheme")
    }
}
