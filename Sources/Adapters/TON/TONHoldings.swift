import ChainKit
import Foundation

/// Reads which NFT items of a collection accounts have: an index lists them, and the chain confirms each that counts.
struct TONHoldings: HoldingReader {
    /// What is known of the assets asked about, each with its own outcome.
    typealias Answers = [Asset: Result<Holding, ChainError>]

    /// How much of an asset somebody wants to see.
    struct Want: Sendable {
        let asset: TONCollectionAsset
        var amount: Amount
        var namesItems: Bool
    }

    /// The chain's name in the configuration, with which errors are signed.
    let name: String
    let configuration: TONConfiguration
    let pool: any ProviderPool
    let now: @Sendable () -> Date

    var concurrentCalls: Int { 8 }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        let format = TONAccountFormat(network: configuration.network)
        return try TONCollectionAsset(description, format: format).asset(on: configuration.network.chain)
    }

    /// Answers every query, in order.
    ///
    /// All queries about one account share one list of its items. Confirmations end as soon as the wanted amount is
    /// there, unless a query wants the items named: then every item is confirmed and the amount is exact.
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        var wanted: [TONAddress: [Asset: Want]] = [:]
        let owners = queries.map { query in
            Result { () throws(ChainError) in
                let (owner, asset) = try read(query)
                var want = wanted[owner]?[query.asset] ?? Want(asset: asset, amount: query.wanted, namesItems: false)
                want.amount = max(want.amount, query.wanted)
                want.namesItems = want.namesItems || query.namesItems
                wanted[owner, default: [:]][query.asset] = want
                return owner
            }
        }
        let answers = await answer(wanted)
        return zip(queries, owners).map { query, owner in
            owner.flatMap { owner in
                answers[owner]?[query.asset] ?? .failure(ChainError(.internalError, "A question was lost among its answers."))
            }.mapError { $0.from(name) }
        }
    }

    private func read(_ query: HoldingQuery) throws(ChainError) -> (TONAddress, TONCollectionAsset) {
        let chain = configuration.network.chain
        guard query.account.chain == chain else {
            throw ChainError(.accountInvalid, "The account is no address of \(chain).")
        }
        guard query.asset.chain == chain else { throw ChainError(.assetInvalid, "The asset is not on \(chain).") }
        return (try TONAddress(account: query.account), try TONCollectionAsset(query.asset))
    }

    /// Accounts are asked about side by side, a few at a time, so that a large batch does not overrun a provider.
    private func answer(_ wanted: [TONAddress: [Asset: Want]]) async -> [TONAddress: Answers] {
        await withTaskGroup(of: (TONAddress, Answers).self) { group in
            var waiting = wanted.makeIterator()
            func start() {
                guard let (owner, wants) = waiting.next() else { return }
                group.addTask { (owner, await answer(wants, about: owner)) }
            }
            for _ in 0..<Self.accountsAtOnce { start() }
            var answers: [TONAddress: Answers] = [:]
            while let (owner, found) = await group.next() {
                answers[owner] = found
                start()
            }
            return answers
        }
    }

    private static let accountsAtOnce = 8

    private func answer(_ wants: [Asset: Want], about owner: TONAddress) async -> Answers {
        do throws(ChainError) {
            return try await pool.ask { (provider) async throws(ChainError) -> Answers in
                let client = try TONProviderAPI.client(of: provider)
                let items = try await list(of: owner, in: Set(wants.values.map(\.asset.collection)), client)
                var answers: Answers = [:]
                for (asset, want) in wants { answers[asset] = try await count(want, of: owner, in: items, client) }
                return answers
            }
        } catch {
            return wants.mapValues { _ in .failure(error) }
        }
    }
}
