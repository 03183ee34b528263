import ChainKit

extension AnswerTrials {
    /// A provider of another chain, where the suite knows how such a one answers.
    /// - Returns: whether it does.
    static func otherChain(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) -> Bool {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let fault = TrialFault.wrongChain
        let (script, namespace) = try await FaultTrials.world(of: holding, adapter)
        guard fault.concerns(script, of: namespace) else { return false }
        var change = ExchangeStage.Change()
        change.script = { [fault.entry] + $0 }
        let stage = try await ExchangeStage.open(adapter, file, one, change)
        let answer = await stage.answer(.holding(holding.query))
        await stage.close()
        report.tried()
        if case .error(let error) = answer, error.code == .upstreamWrongChain { return true }
        report.broke(
            "\(holding.placed.name), answers of another chain", expected: "undetermined upstream_wrong_chain",
            got: stage.told(answer), inputs: holding.inputs)
        return true
    }

    /// Where it does not, the files show one: a provider of another chain, or, marked, one that serves no chain at all.
    static func ownOtherChain(_ adapter: AdapterUnderTest, _ report: inout TrialReport) async throws(ChainError) {
        let wrongChain = ExchangeExpectation.undetermined(ChainError.Code.upstreamWrongChain.rawValue)
        var examples: [AdapterUnderTest.Placed] = []
        for placed in adapter.cases {
            guard case .holding = placed.one.question else { continue }
            if placed.one.expected == wrongChain {
                examples.append(placed)
            } else if placed.one.requirement == .wrongAnswers {
                try await requireIdentityQuestion(placed, adapter, &report)
                examples.append(placed)
            }
        }
        if examples.isEmpty {
            report.broke(
                "exchange files",
                expected: """
                    a query to a provider of another chain, whose own "upstream" tells that chain, with "undetermined": \
                    "upstream_wrong_chain"; where there is no other chain, one marked HLD-3 to a provider that is none of it
                    """, got: "none")
        }
        await ExampleTrials.run(examples, adapter, &report)
    }

    /// What is wrong in a marked case has to be what the adapter asks before it believes a provider.
    private static func requireIdentityQuestion(
        _ placed: AdapterUnderTest.Placed, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let own = try ScriptedUpstream.Entry.script(placed.one.upstream).count
        let stage = try await ExchangeStage.open(adapter, placed.file, placed.one)
        _ = await stage.adapter.health()
        let uses = stage.upstream.uses.prefix(own)
        await stage.close()
        report.tried()
        guard !uses.contains(where: { $0 > 0 }) else { return }
        report.broke(
            placed.name, expected: "an \"upstream\" of its own that answers which chain the provider serves",
            got: "one that nobody asks it of", inputs: placed.one.question.json)
    }
}
