import ChainConformance
import ChainKit
import Foundation
import Testing

@testable import TONAdapter

@Suite(.timeLimit(.minutes(1)))
struct TONClientTests {
    private static let wallet = TONAddress(tag: 0xAB)
    private static let world = TONWorld()

    private func key(
        _ api: TONProviderAPI, _ entry: TONStage.Entry
    ) async throws -> Result<[UInt8]?, ChainError> {
        var result: Result<[UInt8]?, ChainError> = .success(nil)
        try await TONStage.with([api], [entry]) { stage async throws in
            let client = try TONProviderAPI.client(of: stage.providers[0])
            do throws(ChainError) { result = .success(try await client.publicKey(of: Self.wallet)) } catch {
                result = .failure(error)
            }
        }
        return result
    }

    @Test(arguments: TONProviderAPI.allCases)
    func readsAWalletsKeyWithItsLeadingZeros(api: TONProviderAPI) async throws {
        let entry = Self.world.run(api, "get_public_key", of: Self.wallet, returning: [.number("0x1234")])
        #expect(try await key(api, entry).get() == [UInt8](repeating: 0, count: 30) + [0x12, 0x34])
    }

    @Test(arguments: TONProviderAPI.allCases, [11, -13, -14, 13, 402] as [Int64])
    func aContractThatNamesNoKeyHasNone(api: TONProviderAPI, exitCode: Int64) async throws {
        #expect(try await key(api, Self.world.run(api, "get_public_key", of: Self.wallet, exitCode: exitCode)).get() == nil)
    }

    @Test(arguments: TONProviderAPI.allCases)
    func aContractThatReturnsSomethingElseHasNoKey(api: TONProviderAPI) async throws {
        for stack in [[], [.null], [.slice(Self.wallet)], [.number("-0x5")]] as [[TestStackValue]] {
            #expect(try await key(api, Self.world.run(api, "get_public_key", of: Self.wallet, returning: stack)).get() == nil)
        }
    }

    @Test(arguments: TONProviderAPI.allCases, ["NaN", "-0x1" + String(repeating: "0", count: 64)])
    func aNumberThatOnlyTheContractCanHaveLeftIsNoKey(api: TONProviderAPI, number: String) async throws {
        let entry = Self.world.run(api, "get_public_key", of: Self.wallet, returning: [.number(number)])
        #expect(try await key(api, entry).get() == nil)
    }

    @Test(
        arguments: TONProviderAPI.allCases,
        ["", "three", "0x-1", "-0x1" + String(repeating: "0", count: 63) + "1", String(repeating: "9", count: 80)])
    func aNumberTheMachineCannotHaveIsTheProvidersFault(api: TONProviderAPI, number: String) async throws {
        let entry = Self.world.run(api, "get_public_key", of: Self.wallet, returning: [.number(number)])
        guard case .failure(let error) = try await key(api, entry) else {
            Issue.record("a broken number was taken for the contract's word")
            return
        }
        #expect(error.code == .upstreamInvalid)
    }

    @Test(arguments: TONProviderAPI.allCases, [500, 429, 404, 200])
    func aProviderThatFailsSaysNothingAboutTheKey(api: TONProviderAPI, status: Int) async throws {
        let entry = Self.world.run(api, "get_public_key", of: Self.wallet, answering: .init(status: status, body: .json([:])))
        guard case .failure(let error) = try await key(api, entry) else {
            Issue.record("a provider's failure was taken for the contract's word")
            return
        }
        #expect(error.code.blame == .outside)
    }

    @Test func anAddressNothingWasDeployedAtHasNoKey() async throws {
        let answer = ScriptedUpstream.Response(status: 404, body: .json(["error": "entity not found"]))
        #expect(
            try await key(.tonapi, Self.world.run(.tonapi, "get_public_key", of: Self.wallet, answering: answer)).get() == nil)
    }

    @Test(arguments: TONProviderAPI.allCases)
    func aProofWithoutStateInitIsBoundByTheDeployedContract(api: TONProviderAPI) async throws {
        let proof = try TONSamples.proof(replacing: ["state_init": .null])
        let wallet = try TONAddress(#require(proof.fields["wallet_address_hex"]?.text))
        let key = try #require(proof.fields["public_key"]?.text)
        let answers: [(TONStage.Entry, Bool?)] = [
            (Self.world.run(api, "get_public_key", of: wallet, returning: [.number("0x" + key)]), true),
            (Self.world.run(api, "get_public_key", of: wallet, returning: nil), false),
            (Self.world.run(api, "get_public_key", of: wallet, answering: .init(status: 500)), nil),
        ]
        for (answer, isAccepted) in answers {
            try await TONStage.with([api], [answer] + Self.world.script(api)) { stage async throws in
                let prover = try #require(stage.adapter.ownership)
                let challenge = TONSamples.challenge(try TONNetwork(stage.adapter.chain))
                let verdict = try? await prover.verify(proof, answering: challenge, now: TONSamples.now)
                #expect(verdict.map { if case .accepted = $0 { true } else { false } } == isAccepted)
            }
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func tellsTheNetworkAndHowFarItHasBeenFollowed(api: TONProviderAPI) async throws {
        try await TONStage.with([api], Self.world.script(api)) { stage async throws in
            let identity = try await TONProviderAPI.client(of: stage.providers[0]).identity()
            #expect(identity.chain.description == "tvm:-239")
            #expect(identity.head == 51)
            #expect(identity.headTime == Date(timeIntervalSince1970: 1_799_999_999))
        }
    }

    @Test(arguments: [
        ("0x1f", "31", "0x1f"), ("-0x1", "-1", "-0x01"), ("0x0", "0", "0x00"), ("-0x0", "0", "0x00"), ("10", "10", "0x0a"),
        (
            "0x" + String(repeating: "f", count: 64),
            "115792089237316195423570985008687907853269984665640564039457584007913129639935",
            "0x" + String(repeating: "f", count: 64)
        ),
    ])
    func readsIntegersOfTheMachine(_ text: String, decimal: String, hex: String) throws {
        let number = try #require(TVMInteger(text))
        #expect(number.description == decimal)
        #expect(number.hex == hex)
    }

    @Test(arguments: ["", "-", "0x", "--1", "0xg", "1.5", "+1", " 1", "0x1" + String(repeating: "0", count: 64), "0x-1"])
    func refusesWhatIsNoInteger(_ text: String) {
        #expect(TVMInteger(text) == nil)
    }
}
