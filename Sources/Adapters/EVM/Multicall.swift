import ChainKit

/// Many contract calls in one, through the Multicall3 contract (github.com/mds1/multicall3).
struct Multicall: Sendable {
    let address: EVMAddress

    private static let results = ABIType.array(.tuple([.bool, .bytes]), count: nil)

    /// The call that makes all of `calls`, each allowed to fail alone.
    /// - Throws: never for calls of this module: the values are of `aggregate3`'s types.
    func call(_ calls: [EVMCall]) throws(ChainError) -> EVMCall {
        var tuples: [ABIValue] = []
        for call in calls { tuples.append(.list([.address(call.contract), .bool(true), .bytes(call.data)])) }
        return EVMCall(contract: address, data: try ABIFunction.aggregate3.call([.list(tuples)]))
    }

    /// One outcome a call, in order.
    /// - Throws: `upstream_invalid` when the data is not what `aggregate3` returns for that many calls.
    func outcomes(_ data: [UInt8], count: Int) throws(ChainError) -> [EVMCallOutcome] {
        guard case .list(let elements)? = try ABIDecoder.decode(data, as: [Self.results]).first, elements.count == count else {
            throw ChainError(.upstreamInvalid, "Multicall3 did not answer each of the \(count) calls it was given.")
        }
        var outcomes: [EVMCallOutcome] = []
        for case .list(let members) in elements {
            guard case .bool(let succeeded)? = members.first, case .bytes(let data)? = members.last else { continue }
            // A call that ran out of gas leaves no data; so does a contract that reverts without a word.
            outcomes.append(succeeded ? .returned(data) : data.isEmpty ? .failed : .reverted)
        }
        return outcomes
    }
}
