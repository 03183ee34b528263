import ChainKit

/// Finds out from the chain who speaks for an address: the contract at it (EIP-1271, ERC-6492, EIP-7702) or its key.
struct ContractWallets: Sendable {
    let pool: any ProviderPool
    /// Where Multicall3 is, through which a wallet is deployed and asked in one call.
    let multicall: Multicall?
    /// Asked instead of Multicall3 where it is configured.
    let validator: SignatureValidator?

    /// What a contract may use up, so that a stranger's contract cannot keep a node busy; below what EIP-7825 lets a
    /// transaction have.
    static let gas: UInt64 = 16_000_000

    init(pool: any ProviderPool, multicall: Multicall?, validator: SignatureValidator?) {
        self.pool = pool
        self.multicall = multicall
        self.validator = validator
    }

    init(_ configuration: EVMConfiguration, pool: any ProviderPool) {
        self.init(
            pool: pool, multicall: configuration.multicall.map(Multicall.init), validator: configuration.signatureValidator)
    }

    /// A contract's word on a signature; or that nothing could ask it, or that the node could not run it.
    private enum Word { case yes, no, unasked, failed(ChainError) }

    /// Who signed the digest for the address.
    ///
    /// Where there is code the contract is asked and nobody else, except that an account which its key has delegated
    /// (EIP-7702) still belongs to the key. Where there is none a wrapped signature (ERC-6492) is put to the contract that
    /// its wrapper would deploy, and any other is a key's.
    ///
    /// When the chain cannot be asked, a signature of the key itself is still the key's: no contract is at the address of a
    /// key, or only one that the key let in and that does not shut it out. Everything else is then unknown.
    /// - Parameter isKeySigned: whether the key behind the address made a signature; only evaluated when that matters.
    /// - Returns: `nil` when nobody did who speaks for the address.
    /// - Throws: an error that blames the outside, or `cancelled`.
    func control(
        of address: EVMAddress, digest: [UInt8], signature: [UInt8], isKeySigned: (_ signature: [UInt8]) -> Bool
    ) async throws(ChainError) -> Control? {
        guard let parsed = CounterfactualSignature(signature) else { return nil }
        let question = Question(account: address, digest: digest, signature: signature, parsed: parsed)
        let answer: (code: EVMAccountCode, word: Word)
        do throws(ChainError) {
            answer = try await pool.ask { provider throws(ChainError) in try await ask(question, provider) }
        } catch {
            guard error.code.blame == .outside, isKeySigned(signature) else { throw error }
            return .key
        }
        switch answer {
        case (.contract, .yes), (.none, .yes): return .contract
        case (.delegated, .yes): return isKeySigned(signature) || isKeySigned(parsed.inner) ? .key : .contract
        case (.contract, .no): return nil
        case (.delegated, .no), (.none, .no): return isKeySigned(signature) ? .key : nil
        case (_, .failed(let error)):
            guard isKeySigned(signature) else { throw error }
            return .key
        case (_, .unasked):
            throw ChainError(
                .upstreamUnavailable,
                "The wallet is not deployed and nothing on this chain can ask it: Multicall3 is not where the configuration says. Correct \"multicall\", or give a \"signature_validator\"."
            )
        }
    }

    private struct Question: Sendable {
        let account: EVMAddress
        let digest: [UInt8]
        /// As it came.
        let signature: [UInt8]
        let parsed: CounterfactualSignature

        /// EIP-1352 sets these addresses aside for the chain's own contracts. They have no code, and one of them returns
        /// what it is given, which begins as a yes does.
        var isReserved: Bool { account.bytes.dropLast(2).allSatisfy { $0 == 0 } }
    }

    /// Asks for the code and for the contract's word at one block.
    private func ask(
        _ question: Question, _ provider: any Provider
    ) async throws(ChainError) -> (code: EVMAccountCode, word: Word) {
        let head = try await provider.call(RPCCall("eth_getBlockByNumber", ["latest", false]))
        let block = JSONValue.string(EVMQuantity.write(try EVMQuantity.block(head.result(of: "eth_getBlockByNumber"))))
        let answer = try await provider.call(RPCCall("eth_getCode", [.string(question.account.text), block]))
        let code = EVMAccountCode(try EVMQuantity.bytes(answer.result(of: "eth_getCode"), from: "eth_getCode"))
        if code != .none {
            let call = try EIP1271.call(question.account, digest: question.digest, signature: question.parsed.inner)
            switch try await outcome(to: call.contract, call.data, at: block, on: provider) {
            case .success(let outcome) where EIP1271.accepts(outcome): return (code, .yes)
            case .success: break
            case .failure(let error): return (code, .failed(error))
            }
        }
        guard let preparation = question.parsed.preparation, code != .none || !question.isReserved else { return (code, .no) }
        return (code, try await ask(question, after: preparation, at: block, on: provider))
    }

    /// Asks the contract in one call with what deploys it, or makes it ready.
    private func ask(
        _ question: Question, after preparation: EVMCall, at block: JSONValue, on provider: any Provider
    ) async throws(ChainError) -> Word {
        if let validator {
            let data = try validator.data(question.account, digest: question.digest, signature: question.signature)
            return switch try await outcome(to: nil, data, at: block, on: provider) {
            case .success(let outcome): SignatureValidator.accepts(outcome) ? .yes : .no
            case .failure(let error): .failed(error)
            }
        }
        guard let multicall else { return .unasked }
        let word = try EIP1271.call(question.account, digest: question.digest, signature: question.parsed.inner)
        let both = try multicall.call([preparation, word])
        switch try await outcome(to: both.contract, both.data, at: block, on: provider) {
        case .success(.reverted), .success(.failed): return .no
        case .success(.returned([])): return .unasked
        case .success(.returned(let data)): return EIP1271.accepts(try multicall.outcomes(data, count: 2)[1]) ? .yes : .no
        case .failure(let error): return .failed(error)
        }
    }

    /// The caller chose the contract, which has a say in what a node refuses its call with. Such a refusal is the
    /// question's own and does not count against the provider, unless the node lacks the block.
    private func outcome(
        to contract: EVMAddress?, _ data: [UInt8], at block: JSONValue, on provider: any Provider
    ) async throws(ChainError) -> Result<EVMCallOutcome, ChainError> {
        var call: [String: JSONValue] = [
            "data": .string(Hex.encode(data, prefixed: true)), "gas": .string(EVMQuantity.write(Self.gas)),
        ]
        call["to"] = contract.map { .string($0.text) }
        let answer = try await provider.call(RPCCall("eth_call", [.object(call), block]))
        do throws(ChainError) { return .success(try EVMCallOutcome(answer)) } catch {
            guard case .failure(let refusal) = answer, !refusal.lacksBlock else { throw error }
            return .failure(error)
        }
    }
}
