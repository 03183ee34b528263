import ChainKit

extension SolanaHoldings {
    /// Sums the owner's accounts of each mint, all mints in one request.
    func tokens(_ assets: [Asset], heldBy owner: String, _ client: SolanaClient) async throws(ChainError) -> Answers {
        let answers = try await client.answers(
            assets.map { client.tokenAccountsCall(of: owner, .mint($0.reference)) })
        var found: Answers = [:]
        for (asset, answer) in zip(assets, answers) {
            if case .failure(let refusal) = answer, refusal.code == -32602 {
                // The address is no mint; no other provider would say otherwise, and other mints are not to suffer.
                found[asset] = .failure(
                    ChainError(
                        .upstreamInvalid, "The chain knows no mint \(asset.reference); check the asset.",
                        cause: "JSON-RPC error \(refusal.code)"))
                continue
            }
            let accounts = try SolanaClient.tokenAccounts(SolanaClient.value(of: answer))
            found[asset] = .success(
                Holding(
                    amount: Amount(try Self.sum(accounts.value, of: asset, heldBy: owner)), at: .slot(accounts.slot),
                    source: client.name, observedAt: now()))
        }
        return found
    }

    private static func sum(
        _ accounts: [SolanaTokenAccount], of asset: Asset, heldBy owner: String
    ) throws(ChainError) -> UInt64 {
        var sum: UInt64 = 0
        for account in accounts {
            guard account.mint == asset.reference, account.owner == owner, account.isOfTokenProgram else {
                throw ChainError(.upstreamInvalid, "The node answered with a token account that was not asked for.")
            }
            guard account.decimals == asset.decimals else {
                throw ChainError(
                    .upstreamInvalid,
                    "The mint has \(account.decimals) decimals on the chain, the asset says \(asset.decimals); correct the asset."
                )
            }
            let (total, overflow) = sum.addingReportingOverflow(account.amount)
            guard !overflow else { throw ChainError(.upstreamInvalid, "The node's amounts exceed what a mint can issue.") }
            sum = total
        }
        return sum
    }
}
