import ChainKit

/// HLD-3: answers for another account or chain, negative, too large or malformed are no answers.
enum AnswerTrials {
    private static let casesTried = 8
    /// Leaves spoilt in all cases of an adapter together, and in one of them.
    private static let leavesTried = 400
    private static let leavesTriedOfOne = 150
    /// Stages open at once.
    private static let width = 8

    static func wrongAnswers(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(.holdings, "spoilt answers") { report throws(ChainError) in
            // With all of it wanted, nobody may do with the part that is certain.
            let holdings = adapter.spreadHoldings(atMost: casesTried).map(\.wantingAll)
            for holding in holdings {
                let share = max(leavesTriedOfOne / casesTried, leavesTried / holdings.count)
                try await spoilt(holding, adapter, atMost: min(leavesTriedOfOne, share), &report)
                try await otherAccount(holding, adapter, &report)
                try await otherChain(holding, adapter, &report)
            }
        }
    }

    private struct Breach: Sendable {
        let what: String
        let got: String
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
        let breaches = await spoilt.concurrentMap(atMost: width) { await run($0, script, holding, good, adapter) }
        for (spoilt, found) in zip(spoilt, breaches) {
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
    ) async -> [Breach] {
        var breaches: [Breach] = []
        var change = ExchangeStage.Change()
        let first = spoilt.replacements[0]
        change.script = { spoilt.script($0, first) }
        do throws(ChainError) {
            let stage = try await ExchangeStage.open(adapter, holding.placed.file, holding.placed.one, change)
            for replacement in spoilt.replacements {
                stage.upstream.replace(script: spoilt.script(script, replacement))
                let answer = await stage.answer(.holding(holding.query))
                if answer.isUndetermined || answer.held == good { continue }
                if replacement == SpoiltAnswer.negative, answer.leavesOutOneItem(of: good) { continue }
                breaches.append(Breach(what: replacement.json.shortened, got: stage.told(answer)))
            }
            await stage.close()
        } catch {
            breaches.append(Breach(what: first.json, got: error.description))
        }
        return breaches
    }

    private static func otherChain(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let fault = TrialFault.wrongChain
        let (script, namespace) = try await FaultTrials.world(of: holding, adapter)
        guard fault.concerns(script, of: namespace) else { return }
        var change = ExchangeStage.Change()
        change.script = { [fault.entry] + $0 }
        let stage = try await ExchangeStage.open(adapter, file, one, change)
        let answer = await stage.answer(.holding(holding.query))
        await stage.close()
        report.tried()
        if case .error(let error) = answer, error.code == .upstreamWrongChain { return }
        report.broke(
            "\(holding.placed.name), answers of another chain", expected: "undetermined upstream_wrong_chain",
            got: stage.told(answer), inputs: holding.inputs)
    }
}

extension ExchangeAnswer {
    /// Whether one of the items named is not counted and nothing else differs, as when the item itself talks nonsense. Were
    /// that undetermined, whoever sends a wallet such an item could keep it from any answer.
    fileprivate func leavesOutOneItem(of good: JSONValue) -> Bool {
        guard case .holding(let holding) = self, let items = good["items"]?.elements?.compactMap(\.text) else { return false }
        return holding.items.count == items.count - 1 && Set(holding.items).isSubset(of: items)
            && holding.amount == Amount(UInt64(holding.items.count))
    }
}
