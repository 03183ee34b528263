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

    /// The questions about one owner that are answered together.
    private struct Round: Sendable {
        let owner: String
        let kind: SolanaAssetKind
        let assets: [Asset]
    }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        try SolanaAssetKind.asset(description, on: configuration.network.chain)
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let kinds = queries.map { query in Result { () throws(ChainError) in try kind(of: query) } }
        var grouped: [[String]: [Asset]] = [:]
        for case (let query, .success(let kind)) in zip(queries, kinds) {
            grouped[[query.account.address, kind.rawValue], default: []].append(query.asset)
        }
        let rounds = grouped.compactMap { key, assets in
            SolanaAssetKind(rawValue: key[1]).map { Round(owner: key[0], kind: $0, assets: assets.uniqued()) }
        }
        let answers = await answer(rounds)
        return zip(queries, kinds).map { query, kind in
            kind.flatMap { kind in
                answers[[query.account.address, kind.rawValue]]?[query.asset]
                    ?? .failure(ChainError(.internalError, "A question was lost among its answers."))
            }.mapError { $0.from(name) }
        }
    }

    /// Owners are asked about side by side, a few at a time, so that a large batch does not overrun a provider.
    private func answer(_ rounds: [Round]) async -> [[String]: Answers] {
        await withTaskGroup(of: ([String], Answers).self) { group in
            var waiting = rounds[...]
            func start() {
                guard let round = waiting.popFirst() else { return }
                group.addTask { ([round.owner, round.kind.rawValue], await answer(round)) }
            }
            for _ in 0..<8 { start() }
            var answers: [[String]: Answers] = [:]
            while let (key, found) = await group.next() {
                answers[key] = found
                start()
            }
            return answers
        }
    }

    private func answer(_ round: Round) async -> Answers {
        do throws(ChainError) {
            return try await pool.ask { (provider) async throws(ChainError) -> Answers in
                let client = SolanaClient(provider, commitment: configuration.commitment)
                return switch round.kind {
                case .collection: try await members(of: round.assets, heldBy: round.owner, client)
                case .token: try await tokens(round.assets, heldBy: round.owner, client)
                }
            }
        } catch {
            return Dictionary(uniqueKeysWithValues: round.assets.map { ($0, .failure(error)) })
        }
    }

    private func kind(of query: HoldingQuery) throws(ChainError) -> SolanaAssetKind {
        let chain = configuration.network.chain
        guard query.account.chain == chain, SolanaKey.parse(query.account.address) != nil else {
            throw ChainError(.accountInvalid, "The account is no address of \(chain).")
        }
        guard query.asset.chain == chain, let kind = SolanaAssetKind(rawValue: query.asset.namespace),
            SolanaKey.parse(query.asset.reference) != nil, query.asset.tokenIDs.isEmpty
        else { throw ChainError(.assetInvalid, "The asset is no collection and no token of \(chain).") }
        return kind
    }
}
