import ChainKit

/// HLD-1: a batch answers what one by one answers, in order.
enum BatchTrials {
    static func batch(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(.holdings, "answers of batches") { report throws(ChainError) in
            var showsOrder = false
            var only: String?
            for file in adapter.files {
                let questions = try await differentQuestions(adapter, file)
                guard questions.count > 1 else { continue }
                let alone = try await answersAlone(adapter, file, questions)
                showsOrder = showsOrder || Set(alone).count > 1
                only = only ?? alone.first
                try await atOnce(adapter, file, questions, alone, &report)
                for (name, order) in orders(questions.count) {
                    let answers = try await answers(adapter, file, order.map { questions[$0] })
                    report.tried(order.count)
                    guard answers.count == order.count else {
                        report.broke(
                            "\(file.name)/\(name)", expected: "\(order.count) answers", got: "\(answers.count)",
                            inputs: .array(order.map { questions[$0].inputs }))
                        continue
                    }
                    for (position, index) in order.enumerated() where answers[position] != alone[index] {
                        report.broke(
                            "\(file.name)/\(name), answer \(position + 1)", expected: alone[index], got: answers[position],
                            inputs: questions[index].inputs)
                    }
                }
            }
            if !showsOrder {
                report.broke(
                    "exchange files",
                    expected: "a file with two accepted queries of its shared upstream that differ in their answers",
                    got: only.map { "the same to each, \($0)" } ?? "none")
            }
        }
    }

    /// Questions asked singly at once.
    private static let width = 8
    /// How many of them there are at least, each question as often as it takes.
    private static let askedAtOnce = 32

    /// The same questions, each by itself, many at the same time: what one of them keeps is not another one's.
    private static func atOnce(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile, _ questions: [AcceptedHolding], _ alone: [String],
        _ report: inout TrialReport
    ) async throws(ChainError) {
        // An answer that is given a number of times says which question comes first.
        guard try ExchangeStage.script(file, nil).allSatisfy({ $0.times == nil }) else { return }
        let rounds = max(1, askedAtOnce / questions.count)
        let order = (0..<rounds).flatMap { _ in Array(questions.indices) }
        let stage = try await ExchangeStage.open(adapter, file, nil)
        let answers = await order.concurrentMap(atMost: width) {
            stage.told(await stage.answer(.holding(questions[$0].query)))
        }
        await stage.close()
        report.tried(order.count)
        for (index, answer) in zip(order, answers) where answer != alone[index] {
            report.broke(
                "\(questions[index].placed.name), asked while others are", expected: alone[index], got: answer,
                inputs: questions[index].inputs)
        }
    }

    /// One question an account and asset: of two that want different amounts the batch may answer both with the larger.
    private static func differentQuestions(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile
    ) async throws(ChainError) -> [AcceptedHolding] {
        let stage = try await ExchangeStage.open(adapter, file, nil)
        var seen: Set<[String]> = []
        var questions: [AcceptedHolding] = []
        for question in adapter.sharedQuestions(of: file) {
            guard let query = try? await stage.query(question.query) else { continue }
            if seen.insert([query.account.description, query.asset.description]).inserted { questions.append(question) }
        }
        await stage.close()
        return questions
    }

    /// Which questions are asked as one batch, by their numbers.
    private static func orders(_ count: Int) -> [(name: String, order: [Int])] {
        let forward = Array(0..<count)
        return [
            ("one batch", forward), ("one batch, reversed", forward.reversed()),
            ("one batch, each twice", forward.flatMap { [$0, $0] }), ("one batch, two times over", forward + forward.reversed()),
        ]
    }

    private static func answersAlone(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile, _ questions: [AcceptedHolding]
    ) async throws(ChainError) -> [String] {
        let stage = try await ExchangeStage.open(adapter, file, nil)
        var answers: [String] = []
        for question in questions { answers.append(stage.told(await stage.answer(.holding(question.query)))) }
        await stage.close()
        return answers
    }

    private static func answers(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile, _ questions: [AcceptedHolding]
    ) async throws(ChainError) -> [String] {
        let stage = try await ExchangeStage.open(adapter, file, nil)
        let answers = await stage.answers(stage.queries(questions)).map(stage.told)
        await stage.close()
        return answers
    }
}

extension ExchangeStage {
    /// The questions as the adapter reads them, without those it refuses.
    func queries(_ questions: [AcceptedHolding]) async -> [HoldingQuery] {
        var queries: [HoldingQuery] = []
        for question in questions {
            if let query = try? await query(question.query) { queries.append(query) }
        }
        return queries
    }
}
