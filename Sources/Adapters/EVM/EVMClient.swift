import ChainKit

/// Asks the nodes of one EVM chain. Everything of one reading comes from one provider and one block.
struct EVMClient: Sendable {
    /// What contracts answered at a block.
    struct Reading: Sendable {
        /// One a call, in order.
        let outcomes: [EVMCallOutcome]
        let block: UInt64
        /// The provider's configured name.
        let source: String
    }

    let pool: any ProviderPool
    private let tag: EVMConfiguration.BlockTag
    private let multicall: Multicall?
    private let maxCallsPerRequest: Int
    private let deployments = MulticallDeployments()

    init(_ configuration: EVMConfiguration, pool: any ProviderPool) {
        self.pool = pool
        tag = configuration.block
        maxCallsPerRequest = configuration.maxCallsPerRequest
        multicall = configuration.multicall.map(Multicall.init)
    }

    /// The chain a provider says it serves (`eth_chainId`).
    static func identify(_ provider: any Provider) async throws(ChainError) -> ProviderIdentity {
        let answer = try await provider.call(RPCCall("eth_chainId")).result(of: "eth_chainId")
        return ProviderIdentity(
            chain: try ChainID(namespace: "eip155", reference: String(EVMQuantity.read(answer, from: "eth_chainId"))))
    }

    /// Makes every call at one block.
    ///
    /// Two HTTP requests per `max_calls_per_request` calls: the block, then the calls, through Multicall3 where it is
    /// deployed and as a JSON-RPC batch where it is not. Whether it is takes one more request, once a provider.
    /// - Throws: an error that blames the outside, or `cancelled`.
    func read(_ calls: [EVMCall]) async throws(ChainError) -> Reading {
        try await pool.ask { provider throws(ChainError) in
            let block = try await pinnedBlock(of: provider)
            let multicall = try await deployedMulticall(on: provider, at: block)
            var outcomes: [EVMCallOutcome] = []
            for start in stride(from: 0, to: calls.count, by: maxCallsPerRequest) {
                let part = Array(calls[start..<min(start + maxCallsPerRequest, calls.count)])
                if let multicall {
                    outcomes += try await aggregate(part, through: multicall, on: provider, at: block)
                } else {
                    outcomes += try await batch(part, on: provider, at: block)
                }
            }
            return Reading(outcomes: outcomes, block: block, source: provider.name)
        }
    }

    /// The height behind the configured tag. A provider that does not serve the tag is asked for `latest`, and the height
    /// is taken the tag's depth below it.
    private func pinnedBlock(of provider: any Provider) async throws(ChainError) -> UInt64 {
        let method = "eth_getBlockByNumber"
        let answer = try await provider.call(RPCCall(method, [.string(tag.rawValue), false]))
        if tag == .latest || answer.isBlock {
            return try EVMQuantity.block(try answer.result(of: method))
        }
        if case .failure(let failure) = answer, failure.isPassing { throw failure.error(of: method) }
        let latest = try await provider.call(RPCCall(method, ["latest", false])).result(of: method)
        let height = try EVMQuantity.block(latest)
        return height - min(height, tag.fallbackDepth)
    }

    private func deployedMulticall(on provider: any Provider, at block: UInt64) async throws(ChainError) -> Multicall? {
        guard let multicall else { return nil }
        if let known = await deployments.find(provider.name) { return known ? multicall : nil }
        let call = RPCCall("eth_getCode", [.string(multicall.address.text), .string(EVMQuantity.write(block))])
        let code = try EVMQuantity.bytes(try await provider.call(call).result(of: "eth_getCode"), from: "eth_getCode")
        await deployments.record(provider.name, isDeployed: !code.isEmpty)
        return code.isEmpty ? nil : multicall
    }

    private func aggregate(
        _ calls: [EVMCall], through multicall: Multicall, on provider: any Provider, at block: UInt64
    ) async throws(ChainError) -> [EVMCallOutcome] {
        let answer = try await provider.call(Self.request(multicall.call(calls), at: block))
        do throws(ChainError) {
            return try multicall.outcomes(
                EVMQuantity.bytes(answer.result(of: "eth_call"), from: "eth_call"), count: calls.count)
        } catch {
            // Perhaps it was wrongly believed to be there; the next reading asks again.
            await deployments.forget(provider.name)
            throw error
        }
    }

    private func batch(
        _ calls: [EVMCall], on provider: any Provider, at block: UInt64
    ) async throws(ChainError) -> [EVMCallOutcome] {
        let answers = try await provider.batch(calls.map { Self.request($0, at: block) })
        guard answers.count == calls.count else {
            throw ChainError(.upstreamInvalid, "The provider answered \(answers.count) of \(calls.count) calls.")
        }
        var outcomes: [EVMCallOutcome] = []
        for answer in answers {
            if case .failure(let failure) = answer, failure.isRevert {
                outcomes.append(.reverted)
            } else {
                outcomes.append(.returned(try EVMQuantity.bytes(answer.result(of: "eth_call"), from: "eth_call")))
            }
        }
        return outcomes
    }

    private static func request(_ call: EVMCall, at block: UInt64) -> RPCCall {
        RPCCall(
            "eth_call",
            [
                ["to": .string(call.contract.text), "data": .string(Hex.encode(call.data, prefixed: true))],
                .string(EVMQuantity.write(block)),
            ])
    }
}

/// Which providers' chains have Multicall3, by the providers' names, as long as readings through it succeed.
private actor MulticallDeployments {
    private var known: [String: Bool] = [:]

    func find(_ provider: String) -> Bool? { known[provider] }
    func record(_ provider: String, isDeployed: Bool) { known[provider] = isDeployed }
    func forget(_ provider: String) { known[provider] = nil }
}
