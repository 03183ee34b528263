import ChainKit

extension AnswerTrials {
    /// Wherever the answers name the account, they name another one: they answer a question that nobody asked.
    static func otherAccount(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let first = try await ExchangeStage.open(adapter, file, one)
        let renaming = await AccountRenaming(of: holding.query.account, first.adapter.accounts, adapter.files)
        await first.close()
        guard let renaming else {
            report.broke(
                "exchange files", expected: "another account under \"accounts\" than \(holding.query.account)", got: "none")
            return
        }
        var change = ExchangeStage.Change()
        change.answers = { renaming.rename($0) }
        let stage = try await ExchangeStage.open(adapter, file, one, change)
        let answer = await stage.answer(.holding(holding.query))
        await stage.close()
        guard renaming.count > 0 else { return }
        report.tried()
        guard case .error(let error) = answer, error.code == .upstreamInvalid else {
            report.broke(
                "\(holding.placed.name), answers about \(renaming.other)", expected: "undetermined upstream_invalid",
                got: stage.told(answer), inputs: holding.inputs)
            return
        }
    }
}
