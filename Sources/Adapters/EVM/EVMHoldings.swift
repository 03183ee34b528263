import ChainKit
import Foundation

/// Reads ERC-20, ERC-721 and ERC-1155 balances, a whole batch at one block of one provider.
struct EVMHoldings: HoldingReader {
    let chain: ChainID
    /// The chain's configured name, with which errors are signed.
    let name: String
    let client: EVMClient
    let now: @Sendable () -> Date
    private let interfaces = KnownInterfaces()

    init(chain: ChainID, name: String, client: EVMClient, now: @escaping @Sendable () -> Date) {
        self.chain = chain
        self.name = name
        self.client = client
        self.now = now
    }

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
        let read = queries.map { query in Result { () throws(ChainError) in try EVMTokenQuery(query, on: chain) } }
        var holdings = await holdings(read.compactMap { try? $0.get() }).makeIterator()
        return read.map { query in
            switch query {
            case .success: holdings.next() ?? .failure(ChainError(.internalError, "A query was lost among its answers."))
            case .failure(let error): .failure(error.from(name))
            }
        }
    }

    private func holdings(_ queries: [EVMTokenQuery]) async -> [Result<Holding, ChainError>] {
        guard !queries.isEmpty else { return [] }
        do throws(ChainError) {
            let (shares, block, source) = try await client.atOneBlock { reader throws(ChainError) in
                let reading = EVMReading(reader: reader, interfaces: interfaces)
                return (try await reading.shares(of: queries), reader.block, reader.source)
            }
            let observedAt = now()
            return shares.map { shares in
                shares.map { holding($0, at: block, source: source, observedAt: observedAt) }.mapError { $0.from(name) }
            }
        } catch {
            return queries.map { _ in .failure(error.from(name)) }
        }
    }

    private func holding(_ shares: [EVMShare], at block: UInt64, source: String, observedAt: Date) -> Holding {
        let items = Set(shares.flatMap(\.items)).sorted()
        return Holding(
            amount: shares.map(\.amount).reduce(.zero, +), items: items.map(\.description),
            delegated: shares.dropFirst().compactMap { share in
                (try? Account(chain: chain, address: share.holder.text)).map {
                    Holding.Share(holder: $0, amount: share.amount, items: share.items.sorted().map(\.description))
                }
            },
            at: .block(block), source: source, observedAt: observedAt)
    }
}
