import ChainKit

extension EVMVectorOps {
    static let contractWallets: [VectorOp] = [
        VectorOp("eip1271.request") { inputs throws(ChainError) in
            let digest =
                inputs["digest"] == nil
                ? EIP191.digest(of: Array(try inputs.input("message").utf8)) : try inputs.hexInput("digest")
            let account = try EVMAddress(inputs.input("signer").utf8)
            let call = try EIP1271.call(account, digest: digest, signature: inputs.hexInput("signature"))
            return .accept(["to": .string(call.contract.text), "data": hex(call.data), "digest": hex(digest)])
        },
        VectorOp("eip1271.verdict") { inputs throws(ChainError) in
            let wallets = ContractWallets(pool: CasePool(node: CaseNode(inputs: inputs)), multicall: nil, validator: nil)
            let account = try EVMAddress("0x1111111111111111111111111111111111111111".utf8)
            let control = try await wallets.control(of: account, digest: [UInt8](repeating: 0, count: 32), signature: []) { _ in
                inputs["ecrecover_matches"]?.flag ?? false
            }
            return control == nil ? .reject() : .accept()
        },
        VectorOp("eip6492.parse") { inputs throws(ChainError) in
            guard let parsed = CounterfactualSignature(try inputs.hexInput("signature")) else { return .reject() }
            var fields: [String: JSONValue] = ["wrapped": .bool(parsed.preparation != nil), "inner": hex(parsed.inner)]
            if let preparation = parsed.preparation {
                fields["factory"] = .string(preparation.contract.text)
                fields["factory_calldata"] = hex(preparation.data)
            }
            return .accept(fields)
        },
        VectorOp("eip6492.deployless_call") { inputs throws(ChainError) in
            let arguments = try SignatureValidator.arguments(
                EVMAddress(inputs.input("address").utf8), digest: inputs.hexInput("digest"),
                signature: inputs.hexInput("signature"))
            // The creation code before the arguments comes from the configuration, which takes the one with this digest.
            return .accept(["args": hex(arguments), "bytecode_sha256": .string(SignatureValidator.digest)])
        },
        VectorOp("eip6492.verdict") { inputs throws(ChainError) in
            let outcome = try EVMCallOutcome(try CaseNode(inputs: inputs).answer(to: "eth_call"))
            return SignatureValidator.accepts(outcome) ? .accept() : .reject()
        },
    ]

    private static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes, prefixed: true)) }

    /// The node of a case: its `code`, and as its `call` a `result`, an `error`, an `http` status or a `timeout`.
    private struct CaseNode: Provider {
        let inputs: JSONValue
        let name = "case"
        let options: JSONValue = [:]

        func answer(to method: String) throws(ChainError) -> RPCAnswer {
            switch method {
            case "eth_getBlockByNumber": return .success(["number": "0x1"])
            case "eth_getCode":
                guard let code = inputs["code"], !code.isNull else { throw Self.silence }
                return .success(code)
            default:
                guard let call = inputs["call"], call["http"] == nil, call["timeout"] == nil else { throw Self.silence }
                guard let error = call["error"] else { return .success(call["result"] ?? .null) }
                return .failure(RPCFailure(code: error["code"]?.whole ?? 0, message: error["message"]?.text ?? ""))
            }
        }

        func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer { try answer(to: call.method) }

        func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
            var answers: [RPCAnswer] = []
            for call in calls { answers.append(try answer(to: call.method)) }
            return answers
        }

        func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer { throw Self.silence }

        private static let silence = ChainError(.upstreamUnavailable, "The node of the case does not answer.")
    }

    private struct CasePool: ProviderPool {
        let node: CaseNode

        func ask<Answer: Sendable>(
            _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
        ) async throws(ChainError) -> Answer { try await work(node) }

        func health() async -> [ProviderHealth] { [] }
    }
}
