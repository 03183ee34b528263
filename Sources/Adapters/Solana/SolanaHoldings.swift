import ChainKit
import Foundation

/// Reads what Solana wallets hold: members of a verified collection, or an amount of one token.
///
/// A collection is read from an indexer where the provider has one, else from the chain; a token always from the chain.
/// The chain alone cannot show compressed assets.
struct SolanaHoldings: HoldingReader {
    /// What is known of the assets asked about, each with its own outcome.
    typealias Answers = [Asset: Result<Holding, ChainError>]

    /// The chain's name in the configuration.
    let name: String
    let configuration: SolanaConfiguration
    let pool: any ProviderPool
    let now: @Sendable () -> Date
    let compressed = CompressedCollections()

    /// What is asked in one go: assets of one kind that one owner may have.
    private struct Topic: Sendable, Hashable {
        let owner: String
        let kind: SolanaAssetKind
    }

    var concurrentCalls: Int { 8 }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        try SolanaAssetKind.asset(description, on: configuration.network.chain)
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let topics = queries.map { query in Result { () throws(ChainError) in try topic(of: query) } }
        var wanted: [Topic: [Asset: Amount]] = [:]
        for case (let query, .success(let topic)) in zip(queries, topics) {
            wanted[topic, default: [:]][query.asset, default: .zero] = max(
                query.wanted, wanted[topic]?[query.asset] ?? .zero)
        }
        let answers = await answer(wanted)
        return zip(queries, topics).map { query, topic in
            topic.flatMap { topic in
                answers[topic]?[query.asset] ?? .failure(ChainError(.internalError, "A question was lost among its answers."))
            }.mapError { $0.from(name) }
        }
    }

    /// Topics are asked about side by side, a few at a time, so that a large batch does not overrun a provider.
    private func answer(_ questions: [Topic: [Asset: Amount]]) async -> [Topic: Answers] {
        await withTaskGroup(of: (Topic, Answers).self) { group in
            var waiting = questions.makeIterator()
            func start() {
                guard let (topic, wanted) = waiting.next() else { return }
                group.addTask { (topic, await answer(wanted, on: topic)) }
            }
            for _ in 0..<Self.topicsAtOnce { start() }
            var answers: [Topic: Answers] = [:]
            while let (topic, found) = await group.next() {
                answers[topic] = found
                start()
            }
            return answers
        }
    }

    private static let topicsAtOnce = 8

    private func answer(_ wanted: [Asset: Amount], on topic: Topic) async -> Answers {
        do throws(ChainError) {
            return try await pool.ask { (provider) async throws(ChainError) -> Answers in
                let client = SolanaClient(provider, commitment: configuration.commitment)
                return switch topic.kind {
                case .collection: try await members(of: wanted, heldBy: topic.owner, client)
                case .token: try await tokens(Array(wanted.keys), heldBy: topic.owner, client)
                }
            }
        } catch {
            return wanted.mapValues { _ in .failure(error) }
        }
    }

    private func topic(of query: HoldingQuery) throws(ChainError) -> Topic {
        let chain = configuration.network.chain
        guard query.account.chain == chain, SolanaKey.parse(query.account.address) != nil else {
            throw ChainError(.accountInvalid, "The account is no address of \(chain).")
        }
        guard query.asset.chain == chain, let kind = SolanaAssetKind(rawValue: query.asset.namespace),
            SolanaKey.parse(query.asset.reference) != nil, query.asset.tokenIDs.isEmpty
        else { throw ChainError(.assetInvalid, "The asset is no collection and no token of \(chain).") }
        return Topic(owner: query.account.address, kind: kind)
    }
}
