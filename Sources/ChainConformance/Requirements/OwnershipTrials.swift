import ChainKit

/// Whose proof it is, and whether that depends on who else is being judged.
enum OwnershipTrials {
    /// Proofs judged at once.
    private static let crowd = 32

    static func concurrency(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.tryingProofs("judgements, \(crowd) at once,") { proof, report in
            let attempt = proof.question.with(proof.question.data, "judged \(crowd) times at once")
            let answers = await (0..<crowd).concurrentMap(atMost: crowd) { _ in await proof.answer(attempt) }
            report.tried(crowd)
            let wrong = answers.filter { $0.map { !proof.expected.problems($0).isEmpty } ?? true }
            let words = wrong.map { $0?.json.json ?? "nothing in time" }
            if let word = words.min() {
                report.broke(
                    "\(proof.name): \(attempt.what)", expected: "\(crowd) times \(proof.expected.json.json)", got: word)
            }
        }
    }

    static func declaredAccount(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        let accounts = adapter.spelledAccounts
        return await adapter.tryingProofs("declared accounts") { proof, report in
            // That the proof shows its own account and no other was the first thing to be tried.
            report.tried()
            let question = proof.question
            let strangers = accounts.filter { $0.canonical != proof.address }
            let declared = proof.addresses(&report)
            if !declared.isEmpty, strangers.isEmpty {
                report.broke(proof.name, expected: "another account in the adapter's files", got: "none")
            }
            for (pointer, _) in declared {
                for stranger in strangers where !report.isFull {
                    await proof.refuse(attempts(question, pointer, stranger), orOpen: true, &report)
                }
            }
        }
    }

    /// A stranger declared in each spelling, as an answer to the proof's own challenge and to one for the stranger.
    private static func attempts(_ question: ProofQuestion, _ pointer: String, _ stranger: SpelledAccount) -> [ProofAttempt] {
        let account = try? Account(chain: question.challenge.chain, address: stranger.canonical)
        var texts = stranger.spellings
        if let shown = account?.displayAddress, !texts.contains(shown) { texts.append(shown) }
        return texts.flatMap { text -> [ProofAttempt] in
            guard let attempt = question.with(.string(text), at: pointer, "\(text) at \(pointer)") else { return [] }
            guard question.challenge.account != nil, let account else { return [attempt] }
            var other = attempt
            other.challenge.account = account
            return [attempt, other]
        }
    }
}
