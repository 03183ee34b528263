import ChainKit
import Foundation

/// Reads ERC-20, ERC-721 and ERC-1155 balances, a whole batch at one block of one provider.
struct EVMHoldings: HoldingReader {
    let chain: ChainID
    /// The chain's configured name, with which errors are signed.
    let name: String
    let client: EVMClient
    let now: @Sendable () -> Date

    /// Reads `{"erc20": address, "decimals": n}`, `{"erc721": address}` or `{"erc1155": address, "ids": [id, …]}`.
    /// - Throws: `asset_invalid` with a pointer.
    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        try EVMTokenStandard.asset(description, on: chain)
    }

    /// Answers every query, in order.
    ///
    /// The amount of an ERC-1155 asset is the sum over its ids, and the items are the ids with a balance. A contract that
    /// is missing, reverts or answers anything but its standard's words fails its own queries; what goes wrong with the
    /// provider fails them all.
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        var answers: [Result<Holding, ChainError>?] = []
        var balances: [EVMBalance] = []
        for query in queries {
            do {
                balances.append(try EVMBalance(query, on: chain))
                answers.append(nil)
            } catch {
                answers.append(.failure(error.from(name)))
            }
        }
        var read = await read(balances).makeIterator()
        return answers.compactMap { $0 ?? read.next() }
    }

    private func read(_ balances: [EVMBalance]) async -> [Result<Holding, ChainError>] {
        guard !balances.isEmpty else { return [] }
        do {
            let reading = try await client.read(balances.map(\.call))
            let observedAt = now()
            return zip(balances, reading.outcomes).map { balance, outcome in
                do throws(ChainError) {
                    let (amount, items) = try balance.read(outcome)
                    return .success(
                        Holding(
                            amount: amount, items: items, at: .block(reading.block), source: reading.source,
                            observedAt: observedAt))
                } catch {
                    return .failure(error.from(name))
                }
            }
        } catch {
            return balances.map { _ in .failure(error.from(name)) }
        }
    }
}
