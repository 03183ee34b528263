import ChainKit

extension AnswerTrials {
    /// Places renamed alone in one case.
    private static let placesTried = 32

    /// Answers about an account that nobody asked about.
    static func otherAccount(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let stage = try await ExchangeStage.open(adapter, file, one)
        let renaming = await AccountRenaming(of: holding.query.account, stage.adapter.accounts, adapter.files)
        await stage.close()
        guard let renaming else {
            report.broke(
                "exchange files", expected: "another account under \"accounts\" than \(holding.query.account)",
                got: "none that the adapter reads")
            return
        }
        try await everywhere(renaming, holding, adapter, &report)
        if renaming.count > 0 { try await alone(renaming, holding, adapter, &report) }
    }

    /// Wherever the answers name the account, they name another one: they answer a question that nobody asked.
    private static func everywhere(
        _ renaming: AccountRenaming, _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        var change = ExchangeStage.Change()
        change.answers = { renaming.rename($0) }
        let stage = try await ExchangeStage.open(adapter, holding.placed.file, holding.placed.one, change)
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

    /// The account is another in one place at a time. Some places may mean nothing, as who may freeze a token does; but where
    /// one of a kind means something, each of them does that counts.
    private static func alone(
        _ renaming: AccountRenaming, _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let swap = AnswerSwap()
        var change = ExchangeStage.Change()
        change.answers = { swap.pass($0) }
        let stage = try await ExchangeStage.open(adapter, holding.placed.file, holding.placed.one, change)
        let good = await stage.answer(.holding(holding.query)).held
        let places = swap.seen.flatMap { AccountPlace.all(in: $0, where: renaming.concerns) }
        let tried = TextChange.spread(places.count, placesTried).map { places[$0] }
        var unmoved: [AccountPlace] = []
        var telling: Set<[String]> = []
        for place in tried {
            guard let good else { break }
            swap.put(place.renamed(to: renaming.other), for: place.answer)
            let answer = await stage.answer(.holding(holding.query))
            report.tried()
            if answer.held == good {
                unmoved.append(place)
            } else if answer.isUndetermined || answer.leavesOutOneItem(of: good) {
                telling.insert(place.kind)
            } else {
                report.broke(
                    "\(holding.placed.name), \(renaming.other) at \(place.pointer) alone",
                    expected: "undetermined, \(good.json), or that without one item", got: stage.told(answer),
                    inputs: holding.inputs)
            }
        }
        for place in unmoved where telling.contains(place.kind) {
            guard let good, let shorter = place.withoutElement else { continue }
            swap.put(shorter, for: place.answer)
            let rest = await stage.answer(.holding(holding.query))
            guard rest.held != good, rest.isLess(than: good) || place.namesItem(of: good) else { continue }
            report.broke(
                "\(holding.placed.name), \(renaming.other) at \(place.pointer) alone", expected: "undetermined, or less",
                got: "the same, as if it were still \(holding.query.account)'s", inputs: holding.inputs)
        }
        await stage.close()
    }
}

extension ExchangeAnswer {
    fileprivate func isLess(than good: JSONValue) -> Bool {
        guard case .holding(let holding) = self, let most = good["holds"]?.text.flatMap({ Amount($0) }) else { return false }
        return holding.amount < most
    }
}

extension AccountPlace {
    /// Whether what the account belongs to is one of the items found.
    fileprivate func namesItem(of good: JSONValue) -> Bool {
        guard let texts = element.flatMap({ answer.value(at: $0) })?.texts else { return false }
        return good["items"]?.elements?.contains { texts.contains($0.text?.lowercased() ?? "") } ?? false
    }
}
