import ChainKit

/// HLD-3: answers for another account or chain, negative, too large or malformed are no answers.
enum AnswerTrials {
    private static let casesTried = 8
    /// Leaves spoilt in all cases of an adapter together, and in one of them.
    private static let leavesTried = 400
    private static let leavesTriedOfOne = 150
    /// Of the cases that hold nothing but look-alikes.
    private static let emptyCasesTried = 24
    /// Stages open at once.
    private static let width = 8

    static func wrongAnswers(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        var outcome = await adapter.trying(.holdings, "spoilt answers") { report throws(ChainError) in
            // With all of it wanted, nobody may do with the part that is certain.
            var isOtherChainKnown = false
            let holdings = adapter.spreadHoldings(atMost: .max).filter { !adapter.isPartial($0) }.prefix(casesTried).map(
                \.wantingAll)
            guard !holdings.isEmpty else { return }
            for holding in holdings {
                let share = max(leavesTriedOfOne / casesTried, leavesTried / holdings.count)
                try await spoilt(holding, adapter, atMost: min(leavesTriedOfOne, share), &report)
                try await otherAccount(holding, adapter, &report)
                if try await otherChain(holding, adapter, &report) { isOtherChainKnown = true }
            }
            if !isOtherChainKnown { try await ownOtherChain(adapter, &report) }
            let empty = adapter.emptyHoldings.prefix(emptyCasesTried)
            for holding in holdings + empty { try await missing(holding, adapter, &report) }
        }
        let optional = Set(adapter.files.flatMap(\.optional)).sorted()
        if !optional.isEmpty { outcome.note = outcome.note.map { "\($0); \(optional.joined(separator: ", ")) may be missing" } }
        return outcome
    }

    private struct Breach: Sendable {
        let what: String
        let got: String
    }

    private struct Tried: Sendable {
        var breaches: [Breach] = []
        /// Whether the answer was ever another one than the good one.
        var madeADifference = false
    }

    /// Every leaf of every answer in turn is made something that nobody can mean.
    private static func spoilt(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, atMost limit: Int, _ report: inout TrialReport
    ) async throws(ChainError) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let script = try ExchangeStage.script(file, one)
        let stage = try await ExchangeStage.open(adapter, file, one)
        let good = await stage.answer(.holding(holding.query)).held
        let used = stage.upstream.uses.indices.filter { stage.upstream.uses[$0] > 0 }
        await stage.close()
        guard let good else {
            report.broke(holding.placed.name, expected: one.expected.json.json, got: "no holding", inputs: holding.inputs)
            return
        }
        let names = holding.query.asset.texts.union([holding.query.account.lowercased()])
        let spoilt = SpoiltAnswer.all(of: script, used: used, names: names, atMost: limit)
        let tried = await spoilt.concurrentMap(atMost: width) { await run($0, script, holding, good, adapter) }
        if used.isEmpty || !spoilt.isEmpty && !tried.contains(where: \.madeADifference) {
            report.tried()
            report.broke(
                holding.placed.name, expected: "an answer that rests on what the provider says",
                got: "\(good.json) whatever it says", inputs: holding.inputs)
        }
        for (spoilt, found) in zip(spoilt, tried.map(\.breaches)) {
            report.tried(spoilt.replacements.count)
            for breach in found {
                report.broke(
                    "\(holding.placed.name), \(spoilt.name(in: script)) = \(breach.what)",
                    expected: "undetermined or \(good.json)", got: breach.got, inputs: holding.inputs)
            }
        }
    }

    private static func run(
        _ spoilt: SpoiltAnswer, _ script: [ScriptedUpstream.Entry], _ holding: AcceptedHolding, _ good: JSONValue,
        _ adapter: AdapterUnderTest
    ) async -> Tried {
        var tried = Tried()
        var change = ExchangeStage.Change()
        let first = spoilt.replacements[0]
        change.script = { spoilt.script($0, first) }
        do throws(ChainError) {
            let stage = try await ExchangeStage.open(adapter, holding.placed.file, holding.placed.one, change)
            for replacement in spoilt.replacements {
                stage.upstream.replace(script: spoilt.script(script, replacement))
                let answer = await stage.answer(.holding(holding.query))
                if answer.held == good { continue }
                tried.madeADifference = true
                if answer.isUndetermined { continue }
                let mayBeTheItems = replacement == SpoiltAnswer.negative || replacement.elements?.isEmpty == false
                if mayBeTheItems, answer.leavesOutOneItem(of: good) { continue }
                tried.breaches.append(Breach(what: replacement.json.shortened, got: stage.told(answer)))
            }
            await stage.close()
        } catch {
            tried.breaches.append(Breach(what: first.json, got: error.description))
        }
        return tried
    }
}

extension ExchangeAnswer {
    /// Whether one of the items named is not counted and nothing else differs, as when the item itself talks nonsense. Were
    /// that undetermined, whoever sends a wallet such an item could keep it from any answer.
    func leavesOutOneItem(of good: JSONValue) -> Bool {
        guard case .holding(let holding) = self, let items = good["items"]?.elements?.compactMap(\.text) else { return false }
        return holding.items.count == items.count - 1 && Set(holding.items).isSubset(of: items)
            && holding.amount == Amount(UInt64(holding.items.count))
    }
}
