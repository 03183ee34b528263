import ChainKit

/// Whether an item that an index lists counts.
enum TONItemStanding: Sendable, Hashable {
    case counts
    /// A fake, an item that has changed hands, a revoked one.
    case countsNot
    /// A contract could not be run, so nobody knows. No provider is to blame.
    case unknown(ChainError)
}

extension TONClient {
    /// Asks the chain about an item: does its collection give its number this address (`get_nft_address_by_index`,
    /// TEP-62), and has nobody revoked it (`get_revoked_time`, TEP-85)?
    ///
    /// Anyone can deploy an item that names any collection; only the collection's word makes it a member. The item itself
    /// is asked first, so that one which has changed hands since the index looked does not count. Three requests.
    /// - Throws: an error that blames the outside.
    func standing(of item: TONListedItem) async throws(ChainError) -> TONItemStanding {
        guard let collection = item.collection else { return .countsNot }
        let index: TVMInteger
        switch try await number(of: item) {
        case .value(let number): index = number
        case .nothing: return .countsNot
        case .unknown(let error): return .unknown(error)
        }
        let member = try await ask("get_nft_address_by_index", of: collection, [index]) { stack throws(ChainError) in
            try stack.first?.address()?.account
        }
        switch member {
        case .value(let address): if !item.isConfirmed(by: address) { return .countsNot }
        case .nothing: return .countsNot
        case .unknown(let error): return .unknown(error)
        }
        switch try await run("get_revoked_time", of: item.address, []) {
        // Most items are not revocable and have no such method.
        case .refused(exitCode: 11): return .counts
        case .refused(let exitCode): return .unknown(Self.notRun("get_revoked_time", exitCode))
        case .returned(let stack):
            guard case .integer(let time)? = stack.first, time.isZero else { return .countsNot }
            return .counts
        case .notRun(let exitCode): return .unknown(Self.notRun("get_revoked_time", exitCode))
        }
    }

    /// The item's number in its collection as the item itself says, which has to agree with the index on everything else.
    private func number(of item: TONListedItem) async throws(ChainError) -> ContractAnswer<TVMInteger> {
        let own = try await ask("get_nft_data", of: item.address, []) { stack throws(ChainError) -> TVMInteger? in
            guard let data = try TONItemData(stack), data.isInitialised, data.collection == item.collection,
                data.owner == item.owner, !data.index.isNegative
            else { return nil }
            return data.index
        }
        guard case .value(let number) = own, let listed = item.index, listed != number else { return own }
        // Owners change behind an index's back, numbers do not: one of the two is wrong, and nobody knows which.
        return .unknown(
            ChainError(.upstreamInvalid, "The index gives an item another number than the item has by its own word."))
    }

    private func ask<Value: Sendable>(
        _ method: String, of contract: TONAddress, _ arguments: [TVMInteger],
        read: ([TVMValue]) throws(ChainError) -> Value?
    ) async throws(ChainError) -> ContractAnswer<Value> {
        switch try await run(method, of: contract, arguments) {
        case .returned(let stack): return try read(stack).map(ContractAnswer.value) ?? .nothing
        case .refused: return .nothing
        case .notRun(let exitCode): return .unknown(Self.notRun(method, exitCode))
        }
    }

    private static func notRun(_ method: String, _ exitCode: Int64) -> ChainError {
        ChainError(
            .upstreamInvalid, "A contract's \(method) could not be run to its end; is it deployed, and is the address right?",
            cause: "exit code \(exitCode)")
    }
}

extension TONListedItem {
    /// Whether the address its collection gives the item's number is the item's.
    func isConfirmed(by address: TONAddress) -> Bool { address == self.address }
}

/// What a contract's get method says.
private enum ContractAnswer<Value: Sendable>: Sendable {
    case value(Value)
    /// The contract refuses, or answers something else.
    case nothing
    case unknown(ChainError)
}
