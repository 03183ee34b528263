import ChainKit

/// HLD-6: the number of upstream calls stays within the manifest's budget.
extension BatchTrials {
    static func budget(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(.holdings, "batches within the budget") { report throws(ChainError) in
            for file in adapter.files {
                // A budget is for wallets whose tokens fit in one page.
                let questions = adapter.sharedQuestions(of: file).filter { $0.placed.one.requirement == nil }
                let all = Array(questions.indices)
                for order in [Array(all.prefix(1)), all, all + all + all] where !order.isEmpty {
                    let asked = order.map { questions[$0] }
                    let (requests, limit) = try await requests(adapter, file, asked)
                    report.tried()
                    guard requests > limit else { continue }
                    report.broke(
                        "\(file.name), \(asked.count) queries", expected: "at most \(limit) requests", got: "\(requests)",
                        inputs: .array(asked.map(\.inputs)))
                }
            }
        }
    }

    /// How many requests a batch takes that wants one of each and no names, and how many it may.
    private static func requests(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile, _ questions: [AcceptedHolding]
    ) async throws(ChainError) -> (took: Int, limit: Int) {
        let stage = try await ExchangeStage.open(adapter, file, nil)
        let queries = await stage.queries(questions).map { HoldingQuery(account: $0.account, asset: $0.asset) }
        // Which chain a provider serves is asked once, and not counted.
        _ = await stage.adapter.health()
        let before = stage.upstream.requestCount
        _ = await stage.answers(queries)
        let took = stage.upstream.requestCount - before
        let limit = stage.adapter.manifest.budget.limit(queries: queries.count, accounts: Set(queries.map(\.account)).count)
        await stage.close()
        return (took, limit)
    }
}
