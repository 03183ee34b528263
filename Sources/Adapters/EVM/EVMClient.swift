import ChainKit

/// Asks the nodes of one EVM chain. Everything of one reading comes from one provider and one block.
struct EVMClient: Sendable {
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

    /// Runs `work` at one block of one provider.
    ///
    /// One HTTP request for the block; whether Multicall3 is deployed takes one more, once a provider.
    /// - Throws: what `work` throws, an error that blames the outside, or `cancelled`.
    func atOneBlock<Answer: Sendable>(
        _ work: @Sendable (EVMBlockReader) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        try await pool.ask { provider throws(ChainError) in
            let block = try await pinnedBlock(of: provider)
            let multicall = try await deployedMulticall(on: provider, at: block)
            return try await work(
                EVMBlockReader(
                    provider: provider, block: block, multicall: multicall, deployments: deployments,
                    maxCallsPerRequest: maxCallsPerRequest))
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
        if case .failure(let failure) = answer, failure.isLimit { throw failure.error(of: method) }
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
}

/// Which providers' chains have Multicall3, by the providers' names, as long as readings through it succeed.
actor MulticallDeployments {
    private var known: [String: Bool] = [:]

    func find(_ provider: String) -> Bool? { known[provider] }
    func record(_ provider: String, isDeployed: Bool) { known[provider] = isDeployed }
    func forget(_ provider: String) { known[provider] = nil }
}
