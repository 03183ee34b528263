import ChainConformance
import ChainKit
import Foundation
import Testing

@testable import EVMAdapter

@Suite(.timeLimit(.minutes(1)))
struct ContractWalletTests {
    private typealias Entry = ScriptedUpstream.Entry

    private static func script(code: JSONValue, call: JSONValue) -> [Entry] {
        [.rpc("eth_getCode", result: code), .rpc("eth_call", result: call)]
    }

    /// Signatures a contract may be sent: none, one byte, a key's, several keys'.
    @Test(arguments: [0, 1, 65, 195, 4000])
    func acceptsWhatTheContractTakesForItsOwn(length: Int) async throws {
        let signature = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await WalletStage.with([]) { stage async throws in
            let account = try EVMAddress(WalletStage.contract.utf8)
            let call = try await EIP1271.call(account, digest: stage.digest(), signature: signature)
            stage.node.replace(script: [
                .rpc("eth_chainId", result: "0x138de"), .rpc("eth_getBlockByNumber", result: ["number": "0x3e8"]),
                .rpc("eth_getCode", params: [.string(WalletStage.contract), "0x3e8"], result: WalletStage.code),
                .rpc(
                    "eth_call",
                    params: [
                        [
                            "to": .string(WalletStage.contract), "data": .string(Hex.encode(call.data, prefixed: true)),
                            "gas": "0xf42400",
                        ], "0x3e8",
                    ], result: WalletStage.yes),
            ])
            let verdict = try await stage.verify(signature, by: WalletStage.contract)
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
            #expect(stage.node.unmatched.isEmpty)
        }
    }

    @Test(
        arguments: [
            WalletStage.no, "0x", "0x1626ba7e", .string("0x" + String(repeating: "0", count: 56) + "1626ba7e"),
            .string("0x20c13b0b" + String(repeating: "0", count: 56)),
        ] as [JSONValue])
    func rejectsWhatTheContractDoesNot(answer: JSONValue) async throws {
        try await WalletStage.with(Self.script(code: WalletStage.code, call: answer)) { stage async throws in
            #expect(try await stage.verify([1, 2, 3], by: WalletStage.contract) == .rejected(.signatureInvalid))
        }
    }

    @Test(
        arguments: [
            ["code": 3, "message": "execution reverted: rate limit exceeded"],
            ["code": -32015, "message": "VM execution error."],
            ["code": -32000, "message": "out of gas"], ["code": -32000, "message": "invalid opcode: INVALID"],
            ["code": -32000, "message": "stack limit reached 1024 (1023)"], ["code": -32000, "message": "write protection"],
        ] as [JSONValue])
    func rejectsWhatTheContractStopsAt(error: JSONValue) async throws {
        let script: [Entry] = [
            .rpc("eth_getCode", result: WalletStage.code), .rpc("eth_call", .init(body: .failure(error))),
        ]
        try await WalletStage.with(script) { stage async throws in
            for _ in 0..<6 {
                #expect(try await stage.verify([1, 2, 3], by: WalletStage.contract) == .rejected(.signatureInvalid))
            }
        }
    }

    @Test(arguments: [true, false])
    func aKeysSignatureOpensNoContractAccount(isBound: Bool) async throws {
        try await WalletStage.with(Self.script(code: WalletStage.code, call: WalletStage.no)) { stage async throws in
            let key = try WalletStage.keyAddress
            let address = isBound ? key : WalletStage.contract
            #expect(try await stage.verify(stage.keySignature(), by: address) == .rejected(.signatureInvalid))
            #expect(stage.node.calls("eth_call") == 1)
        }
    }

    @Test func acceptsAKeyWhereThereIsNoContract() async throws {
        try await WalletStage.with([.rpc("eth_getCode", result: "0x")]) { stage async throws in
            let key = try WalletStage.keyAddress
            #expect(try await stage.verify(stage.keySignature(), by: key) == .accepted(try stage.account(key), by: .key))
            #expect(try await stage.verify(stage.keySignature(), by: WalletStage.contract) == .rejected(.signatureInvalid))
            #expect(stage.node.calls("eth_call") == 0)
        }
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func asksADelegatedAccountsContractThenItsKey(contractSaysYes: Bool, keySigned: Bool) async throws {
        let answer = contractSaysYes ? WalletStage.yes : WalletStage.no
        try await WalletStage.with(Self.script(code: WalletStage.delegation, call: answer)) { stage async throws in
            let key = try WalletStage.keyAddress
            let signature = await keySigned ? try stage.keySignature() : [1, 2, 3]
            let expected: ProofVerdict =
                keySigned || contractSaysYes
                ? .accepted(try stage.account(key), by: keySigned ? .key : .contract) : .rejected(.signatureInvalid)
            #expect(try await stage.verify(signature, by: key) == expected)
            #expect(stage.node.calls("eth_call") == 1)
        }
    }

    @Test(
        arguments: [
            "0xef0100", .string("0xef0100" + String(repeating: "22", count: 19)),
            .string("0xef0100" + String(repeating: "22", count: 21)), .string("0xef0101" + String(repeating: "22", count: 20)),
        ] as [JSONValue])
    func takesNoOtherCodeForADelegation(code: JSONValue) async throws {
        try await WalletStage.with(Self.script(code: code, call: WalletStage.no)) { stage async throws in
            let verdict = try await stage.verify(stage.keySignature(), by: WalletStage.keyAddress)
            #expect(verdict == .rejected(.signatureInvalid))
        }
    }

    @Test func acceptsAnAccountThatTheChallengeNames() async throws {
        try await WalletStage.with(Self.script(code: WalletStage.code, call: WalletStage.yes)) { stage async throws in
            var challenge = stage.challenge
            challenge.account = try stage.account(WalletStage.contract)
            let proof = Proof(["signature": "0x", "address": .string(WalletStage.contract)])
            let verdict = try await stage.prover.verify(proof, answering: challenge, now: ReplayChain.moment)
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
        }
    }

    @Test func asksNobodyWhereOnlyKeysMaySignIn() async throws {
        try await WalletStage.with([.rpc(fault: .reset)], options: ["contract_wallets": false]) { stage async throws in
            let key = try WalletStage.keyAddress
            #expect(try await stage.verify(stage.keySignature(), by: key) == .accepted(try stage.account(key), by: .key))
            #expect(try await stage.verify([1, 2, 3], by: key) == .rejected(.signatureInvalid))
            #expect(stage.node.requestCount == 0)
        }
    }

    @Test func asksNobodyAboutAProofThatFailsBeforehand() async throws {
        try await WalletStage.with([]) { stage async throws in
            let late = ReplayChain.moment.addingTimeInterval(600)
            let proof = Proof(["signature": "0x", "address": .string(WalletStage.contract)])
            #expect(try await stage.prover.verify(proof, answering: stage.challenge, now: late) == .rejected(.proofExpired))
            let half = Proof(["signature": "0x1", "address": .string(WalletStage.contract)])
            #expect(
                try await stage.prover.verify(half, answering: stage.challenge, now: ReplayChain.moment)
                    == .rejected(.signatureInvalid))
            #expect(stage.node.requestCount == 0)
        }
    }
}
