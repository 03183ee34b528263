import ChainKit

/// Asks contracts about one block of one provider.
struct EVMBlockReader: Sendable {
    let provider: any Provider
    let block: UInt64
    /// `nil` where it is not deployed, or not to be used.
    let multicall: Multicall?
    let deployments: MulticallDeployments
    let maxCallsPerRequest: Int

    /// The provider's configured name.
    var source: String { provider.name }

    /// Makes every call, one HTTP request for each `max_calls_per_request` of them: through Multicall3 where it is
    /// deployed and as a JSON-RPC batch where it is not.
    /// - Returns: one outcome a call, in order.
    /// - Throws: an error that blames the outside, or `cancelled`.
    func outcomes(of calls: [EVMCall]) async throws(ChainError) -> [EVMCallOutcome] {
        var outcomes: [EVMCallOutcome] = []
        for start in stride(from: 0, to: calls.count, by: maxCallsPerRequest) {
            let part = Array(calls[start..<min(start + maxCallsPerRequest, calls.count)])
            if let multicall {
                outcomes += try await aggregate(part, through: multicall)
            } else {
                outcomes += try await batch(part)
            }
        }
        return outcomes
    }

    private func aggregate(
        _ calls: [EVMCall], through multicall: Multicall
    ) async throws(ChainError) -> [EVMCallOutcome] {
        let answer = try await provider.call(request(multicall.call(calls)))
        if case .failure(let failure) = answer, failure.isOutOfGas, calls.count > 1 {
            let half = calls.count / 2
            return try await aggregate(Array(calls[..<half]), through: multicall)
                + aggregate(Array(calls[half...]), through: multicall)
        }
        do throws(ChainError) {
            var outcomes = try multicall.outcomes(
                EVMQuantity.bytes(answer.result(of: "eth_call"), from: "eth_call"), count: calls.count)
            // Asked by themselves, calls that left no data say whether the contract refused or the gas was used up.
            let unclear = outcomes.indices.filter { outcomes[$0] == .failed }
            let alone = unclear.isEmpty ? [] : try await batch(unclear.map { calls[$0] })
            for (index, outcome) in zip(unclear, alone) { outcomes[index] = outcome }
            return outcomes
        } catch {
            // Perhaps it was wrongly believed to be there; the next reading asks again.
            await deployments.forget(provider.name)
            throw error
        }
    }

    private func batch(_ calls: [EVMCall]) async throws(ChainError) -> [EVMCallOutcome] {
        let answers = try await provider.batch(calls.map(request))
        guard answers.count == calls.count else {
            throw ChainError(.upstreamInvalid, "The provider answered \(answers.count) of \(calls.count) calls.")
        }
        var outcomes: [EVMCallOutcome] = []
        for answer in answers {
            if case .failure(let failure) = answer, failure.isOutOfGas {
                outcomes.append(.failed)
            } else {
                outcomes.append(try EVMCallOutcome(answer))
            }
        }
        return outcomes
    }

    private func request(_ call: EVMCall) -> RPCCall {
        RPCCall(
            "eth_call",
            [
                ["to": .string(call.contract.text), "data": .string(Hex.encode(call.data, prefixed: true))],
                .string(EVMQuantity.write(block)),
            ])
    }
}
