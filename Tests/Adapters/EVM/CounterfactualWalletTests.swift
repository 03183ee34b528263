import ChainConformance
import ChainKit
import Testing

@testable import EVMAdapter

@Suite(.timeLimit(.minutes(1)))
struct CounterfactualWalletTests {
    private typealias Entry = ScriptedUpstream.Entry

    private static let multicall = EVMConfiguration.wellKnownMulticall

    /// What Multicall3 returns for a factory and a wallet that went so.
    private static func both(_ factory: Bool, _ wallet: Bool, _ word: JSONValue) throws -> JSONValue {
        let data = Hex.decode(word.text ?? "") ?? []
        let results = ABIValue.list([.list([.bool(factory), .bytes([])]), .list([.bool(wallet), .bytes(data)])])
        return .string(Hex.encode(try ABIValue.encode([results], as: [ABIType("(bool,bytes)[]")]), prefixed: true))
    }

    private func verify(
        _ script: [Entry], inner: [UInt8] = [9, 8, 7], options: [String: JSONValue] = [:], by address: String? = nil,
        _ judge: (ProofVerdict?, ChainError?, WalletStage) throws -> Void
    ) async throws {
        try await WalletStage.with(script, options: options) { stage async throws in
            do {
                try judge(try await stage.verify(WalletStage.wrapped(inner), by: address ?? WalletStage.contract), nil, stage)
            } catch let error as ChainError {
                try judge(nil, error, stage)
            }
        }
    }

    @Test(arguments: [(true, true, true), (false, true, true), (true, false, false), (false, false, false)])
    func asksTheWalletThatTheFactoryWouldDeploy(factory: Bool, wallet: Bool, isAccepted: Bool) async throws {
        let answer = try Self.both(factory, wallet, WalletStage.yes)
        try await verify([.rpc("eth_getCode", result: "0x"), .rpc("eth_call", result: answer)]) { verdict, _, stage throws in
            let account = try stage.account(WalletStage.contract)
            #expect(verdict == (isAccepted ? .accepted(account, by: .contract) : .rejected(.signatureInvalid)))
            #expect(stage.node.calls("eth_call") == 1)
        }
    }

    @Test func sendsFactoryAndQuestionInOneCall() async throws {
        try await WalletStage.with([]) { stage async throws in
            let wallet = try EVMAddress(WalletStage.contract.utf8)
            let call = try await Multicall(address: EVMAddress(Self.multicall.utf8)).call([
                EVMCall(contract: EVMAddress(WalletStage.factory.utf8), data: [1, 2, 3]),
                EIP1271.call(wallet, digest: stage.digest(), signature: [9, 8, 7]),
            ])
            let params: JSONValue = [
                ["to": .string(Self.multicall), "data": .string(Hex.encode(call.data, prefixed: true)), "gas": "0xf42400"],
                "0x3e8",
            ]
            stage.node.replace(script: [
                .rpc("eth_chainId", result: "0x138de"), .rpc("eth_getBlockByNumber", result: ["number": "0x3e8"]),
                .rpc("eth_getCode", result: "0x"),
                .rpc("eth_call", params: params, result: try Self.both(true, true, WalletStage.yes)),
            ])
            let verdict = try await stage.verify(WalletStage.wrapped([9, 8, 7]), by: WalletStage.contract)
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
        }
    }

    @Test(arguments: [true, false])
    func makesADeployedWalletReadyAndAsksAgain(isAccepted: Bool) async throws {
        let script: [Entry] = [
            .rpc("eth_getCode", result: WalletStage.code), .rpc("eth_call", result: WalletStage.no, times: 1),
            .rpc("eth_call", result: try Self.both(true, true, isAccepted ? WalletStage.yes : WalletStage.no)),
        ]
        try await verify(script) { verdict, _, stage throws in
            let account = try stage.account(WalletStage.contract)
            #expect(verdict == (isAccepted ? .accepted(account, by: .contract) : .rejected(.signatureInvalid)))
            #expect(stage.node.calls("eth_call") == 2)
        }
    }

    @Test func asksADeployedWalletOnceThatSaysYes() async throws {
        let script: [Entry] = [.rpc("eth_getCode", result: WalletStage.code), .rpc("eth_call", result: WalletStage.yes)]
        try await verify(script) { verdict, _, stage throws in
            #expect(verdict == .accepted(try stage.account(WalletStage.contract), by: .contract))
            #expect(stage.node.calls("eth_call") == 1)
        }
    }

    @Test(arguments: [0, 1])
    func recoversNoKeyFromAWrappedSignature(word: Int) async throws {
        let answer = try Self.both(true, true, word == 0 ? "0x" : WalletStage.no)
        try await WalletStage.with([.rpc("eth_getCode", result: "0x"), .rpc("eth_call", result: answer)]) { stage async throws in
            let signature = try await WalletStage.wrapped(stage.keySignature())
            #expect(try await stage.verify(signature, by: WalletStage.keyAddress) == .rejected(.signatureInvalid))
        }
    }

    /// Calling the identity precompile, address 4, returns the calldata, which begins with the selector.
    @Test func takesTheEchoOfAReservedAddressForNoWord() async throws {
        let script: [Entry] = [
            .rpc("eth_getCode", result: "0x"), .rpc("eth_call", result: try Self.both(true, true, WalletStage.yes)),
        ]
        try await verify(script, by: "0x0000000000000000000000000000000000000004") { verdict, _, _ throws in
            #expect(verdict == .rejected(.signatureInvalid))
        }
    }

    @Test(arguments: [[:], ["multicall": false]] as [[String: JSONValue]])
    func saysWhenNothingCanAskAWalletThatIsNotDeployed(options: [String: JSONValue]) async throws {
        let script: [Entry] = [.rpc("eth_getCode", result: "0x"), .rpc("eth_call", result: "0x")]
        try await WalletStage.with(script, options: options) { stage async throws in
            // Often, because it must not count against the provider: a stranger's proof would close it to everybody.
            for _ in 0..<7 {
                let error = await #expect(throws: ChainError.self) {
                    try await stage.verify(WalletStage.wrapped([1]), by: WalletStage.contract)
                }
                #expect(error?.code == .upstreamUnavailable && error?.message.contains("Multicall3") == true)
            }
            #expect(try await stage.verify([1], by: WalletStage.contract) == .rejected(.signatureInvalid))
        }
    }

    @Test func neverTakesANodesTroubleForANo() async throws {
        let failures: [ScriptedUpstream.Response] = [
            .init(status: 500), .init(fault: .reset), .init(fault: .wrongID), .init(body: .json("0x01")),
            .init(body: .failure(["code": -32603, "message": "internal error"])),
        ]
        for failure in failures {
            try await verify([.rpc("eth_getCode", result: "0x"), .rpc("eth_call", failure)]) { verdict, error, _ throws in
                #expect(verdict == nil && error?.code.blame == .outside)
            }
        }
    }

    @Test func rejectsAFactoryThatMakesTheWholeCallFail() async throws {
        let failure: JSONValue = ["code": -32000, "message": "out of gas"]
        let script: [Entry] = [.rpc("eth_getCode", result: "0x"), .rpc("eth_call", .init(body: .failure(failure)))]
        try await verify(script) { verdict, _, _ throws in #expect(verdict == .rejected(.signatureInvalid)) }
    }

    @Test(arguments: [32, 64, 96, 160])
    func asksNobodyAboutAWrapperThatIsNone(length: Int) async throws {
        try await WalletStage.with([]) { stage async throws in
            let signature = Array(try WalletStage.wrapped([1]).suffix(length))
            #expect(try await stage.verify(signature, by: WalletStage.contract) == .rejected(.signatureInvalid))
            #expect(stage.node.requestCount == 0)
        }
    }

    @Test(arguments: [("0x01", true), ("0x00", false), ("0x", false)])
    func asksTheValidatorWhereThereIsOne(answer: String, isYes: Bool) async throws {
        let account = try EVMAddress(WalletStage.contract.utf8)
        let digest = [UInt8](repeating: 5, count: 32)
        let signature = try WalletStage.wrapped([9, 8, 7])
        let node = ReplayProvider { call throws(ChainError) in
            switch call.method {
            case "eth_getBlockByNumber": .success(["number": "0x3e8"])
            case "eth_getCode": .success("0x")
            default: .success(.string(answer))
            }
        }
        let wallets = ContractWallets(
            pool: ReplayPool(providers: [node]), multicall: nil, validator: SignatureValidator(trusting: [0x60, 0x80]))
        let control = try await wallets.control(of: account, digest: digest, signature: signature) { _ in false }
        #expect(control == (isYes ? .contract : nil))
        let call = try #require(node.requests.last?.first)
        let arguments = try SignatureValidator.arguments(account, digest: digest, signature: signature)
        #expect(call.params[0] == ["data": .string("0x6080" + Hex.encode(arguments)), "gas": "0xf42400"])
        #expect(call.params[1] == "0x3e8")
    }
}
