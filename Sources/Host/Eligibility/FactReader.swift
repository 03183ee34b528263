import ChainKit

/// Reads planned facts from the chains, each chain once and all of them at the same time.
struct FactReader: Sendable {
    private let readers: [ChainID: any HoldingReader]

    init(readers: [ChainID: any HoldingReader]) { self.readers = readers }

    /// Every query gets a result; one whose chain has no reader is an error, never a no.
    ///
    /// Queries about one account and asset are put as one question, the most demanding of them. Where its answer is no
    /// answer, the less demanding ones are put by themselves: they may have one.
    func read(_ plan: FactPlan) async -> Facts {
        let questions = plan.questions
        var facts = await ask(questions)
        var again: [Question] = []
        for (query, question) in questions {
            let own = plan.ownQuestion(query)
            if own != question, case .failure(let error)? = facts[query], Self.mayDependOnTheQuestion(error) {
                again.append((query, own))
            }
        }
        if !again.isEmpty { facts.merge(await ask(again)) { $1 } }
        return facts
    }

    /// A query, and what is asked to answer it.
    typealias Question = (query: FactQuery, question: HoldingQuery)

    /// Asks equal questions once.
    func ask(_ questions: [Question]) async -> Facts {
        let byChain = Dictionary(grouping: questions) { $0.question.asset.chain }
        return await withTaskGroup(of: Facts.self) { group in
            for (chain, questions) in byChain { group.addTask { await ask(questions, on: chain) } }
            return await group.reduce(into: [:]) { facts, some in facts.merge(some) { first, _ in first } }
        }
    }

    private func ask(_ questions: [Question], on chain: ChainID) async -> Facts {
        var seen: Set<HoldingQuery> = []
        let asked = questions.map(\.question).filter { seen.insert($0).inserted }
        let results: [Result<Holding, ChainError>]
        if let reader = readers[chain] {
            results = await reader.holdings(asked)
        } else {
            let error = ChainError(.upstreamUnavailable, "No adapter of this server reads holdings on \(chain).")
            results = asked.map { _ in .failure(error) }
        }
        let answers = Dictionary(zip(asked, results)) { first, _ in first }
        return questions.reduce(into: [:]) { facts, asked in
            facts[asked.query] = answers[asked.question].map { $0.map(Fact.holding) }
        }
    }

    /// Whether somebody answered, and a smaller question might have been answered better. One who did not answer is not
    /// asked twice.
    private static func mayDependOnTheQuestion(_ error: ChainError) -> Bool {
        [.upstreamUnconfirmed, .upstreamInvalid, .upstreamTooLarge].contains(error.code)
    }
}
