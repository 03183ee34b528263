import ChainKit

extension AnswerTrials {
    /// Values left out in one case.
    private static let valuesLeftOut = 32

    /// Each value in turn is left out. What is not said counts for nobody: no more is found than with all of it said.
    static func missing(
        _ holding: AcceptedHolding, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async throws(ChainError) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let script = try ExchangeStage.script(file, one)
        let stage = try await ExchangeStage.open(adapter, file, one)
        let whole = await stage.answer(.holding(holding.query))
        let uses = stage.upstream.uses
        let used = uses.indices.filter { uses[$0] > 0 }
        let parts = SpoiltAnswer.parts(of: script, used: used, without: file.optional, atMost: valuesLeftOut)
        if case .holding(let whole) = whole {
            for part in parts {
                for shorter in part.scriptsWithout(script) where !report.isFull {
                    stage.upstream.replace(script: shorter)
                    let answer = await stage.answer(.holding(holding.query))
                    report.tried()
                    guard case .holding(let found) = answer,
                        found.amount > whole.amount || !Set(found.items).isSubset(of: whole.items)
                    else { continue }
                    report.broke(
                        "\(holding.placed.name), without \(part.name(in: script))",
                        expected: "undetermined, or at most \(whole.amount) and no other item", got: stage.told(answer),
                        inputs: holding.inputs)
                }
            }
        }
        await stage.close()
    }
}
