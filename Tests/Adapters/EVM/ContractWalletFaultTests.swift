import ChainConformance
import ChainKit
import Testing

@testable import EVMAdapter

/// Whatever a node may do in place of answering: the contract's word stays unknown, and a key's own signature stays good.
@Suite(.timeLimit(.minutes(1)))
struct ContractWalletFaultTests {
    private typealias Entry = ScriptedUpstream.Entry

    private static let faults: [ScriptedUpstream.Response] = [
        .init(fault: .hang), .init(fault: .reset), .init(fault: .truncate), .init(fault: .wrongID), .init(status: 429),
        .init(status: 500), .init(status: 403), .init(body: .raw(Array("<html>".utf8))), .init(body: .json(nil)),
        .init(body: .json(5)), .init(body: .json("0xzz")), .init(body: .failure(["code": -32005, "message": "limit exceeded"])),
        .init(body: .failure(["code": -32603, "message": "internal error"])),
        .init(body: .failure(["code": -32603, "message": "execution reverted"])),
        .init(body: .failure(["code": -32000, "message": "header not found"])),
        .init(body: .failure(["code": -32000, "message": "missing trie node 1f"])),
        .init(body: .failure(["code": -32601, "message": "the method does not exist"])),
    ]

    /// What a question may take: long enough for any answer, short where none will come.
    private static func deadline(_ fault: ScriptedUpstream.Response) -> Duration {
        fault.fault == .hang ? .milliseconds(200) : .seconds(10)
    }

    private static func script(_ method: String, _ fault: ScriptedUpstream.Response, code: JSONValue) -> [Entry] {
        [.rpc(method, fault), .rpc("eth_getCode", result: code), .rpc("eth_call", result: WalletStage.yes)]
    }

    @Test(arguments: ["eth_getBlockByNumber", "eth_getCode", "eth_call"], faults)
    func neverTakesSilenceForANo(method: String, fault: ScriptedUpstream.Response) async throws {
        let script = Self.script(method, fault, code: WalletStage.code)
        try await WalletStage.with(script, deadline: Self.deadline(fault)) { stage async throws in
            let error = await #expect(throws: ChainError.self) {
                try await stage.verify([1, 2, 3], by: WalletStage.contract)
            }
            #expect(error?.code.blame == .outside && error?.adapter == "berachain")
        }
    }

    @Test(arguments: faults)
    func takesAKeysOwnSignatureWithoutTheChain(fault: ScriptedUpstream.Response) async throws {
        let script = Self.script("eth_getCode", fault, code: "0x")
        try await WalletStage.with(script, deadline: Self.deadline(fault)) { stage async throws in
            let key = try WalletStage.keyAddress
            #expect(try await stage.verify(stage.keySignature(), by: key) == .accepted(try stage.account(key), by: .key))
            let error = await #expect(throws: ChainError.self) {
                try await stage.verify(stage.keySignature(), by: WalletStage.contract)
            }
            #expect(error?.code.blame == .outside)
        }
    }

    @Test(
        arguments: [
            ["code": -32603, "message": "too many requests"], ["code": -32000, "message": "Bad jump destination"],
        ] as [JSONValue])
    func aStrangersContractRestsNoProvider(refusal: JSONValue) async throws {
        let script: [Entry] = [
            .rpc("eth_call", .init(body: .failure(refusal)), times: 7), .rpc("eth_getCode", result: WalletStage.code),
            .rpc("eth_call", result: WalletStage.yes),
        ]
        try await WalletStage.with(script) { stage async throws in
            for _ in 0..<7 {
                let error = await #expect(throws: ChainError.self) {
                    try await stage.verify([1, 2, 3], by: WalletStage.contract)
                }
                #expect(error?.code.blame == .outside)
            }
            let verdict = try await stage.verify([1, 2, 3], by: WalletStage.contract)
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
        }
    }

    @Test func answersAgainWhenTheFaultHasEnded() async throws {
        let script = [Entry.rpc("eth_call", .init(status: 500), times: 1)]
        let sound: [Entry] = [
            .rpc("eth_getCode", result: WalletStage.code), .rpc("eth_call", result: WalletStage.yes),
        ]
        try await WalletStage.with(script + sound) { stage async throws in
            await #expect(throws: ChainError.self) { try await stage.verify([1], by: WalletStage.contract) }
            let verdict = try await stage.verify([1], by: WalletStage.contract)
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
        }
    }

    @Test func refusesANodeOfAnotherChain() async throws {
        let script = [Entry.rpc(fault: .wrongChain)] + Self.script("none", .init(), code: WalletStage.code)
        try await WalletStage.with(script) { stage async throws in
            let error = await #expect(throws: ChainError.self) { try await stage.verify([1], by: WalletStage.contract) }
            #expect(error?.code == .upstreamWrongChain)
        }
    }
}
