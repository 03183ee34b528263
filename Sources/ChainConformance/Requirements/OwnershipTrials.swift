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
            await expectOwnSigners(proof, adapter, &report)
        }
    }

    /// The proof and another signer's by turns, all at once: each must show its own.
    private static func expectOwnSigners(
        _ proof: ProofTrial, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async {
        guard let other = await stranger(to: proof, adapter) else { return }
        let what = "judged \(crowd) times at once, by turns with \(other.name)"
        let both = [proof, other]
        let attempts = both.map { $0.question.with($0.question.data, what) }
        let answers = await (0..<crowd).concurrentMap(atMost: crowd) { await both[$0 % 2].answer(attempts[$0 % 2]) }
        report.tried(crowd)
        for (index, one) in both.enumerated() {
            let own = answers.indices.filter { $0 % 2 == index }.map { answers[$0] }
            let wrong = own.first { answer in answer.map { !one.expected.problems($0).isEmpty } ?? true }
            if let wrong { one.broke(attempts[index], one.expected.json.json, wrong, &report) }
        }
    }

    /// Another signer's proof that the same adapter accepts in the same world.
    private static func stranger(to proof: ProofTrial, _ adapter: AdapterUnderTest) async -> ProofTrial? {
        guard let own = adapter.acceptedProofs.first(where: { $0.placed.name == proof.name })?.placed else { return nil }
        for (placed, question) in adapter.acceptedProofs
        where placed.file.name == own.file.name && placed.one.configuration == own.one.configuration {
            let other = ProofTrial(name: placed.name, question: question, expected: placed.one.expected, stage: proof.stage)
            guard other.address != proof.address else { continue }
            let answer = await other.answer(question.with(question.data, "unchanged"))
            if let answer, other.expected.problems(answer).isEmpty { return other }
        }
        return nil
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
            if let stranger = strangers.first {
                for (pointer, _) in await unlisted(proof) { await refuse(stranger, at: pointer, of: proof, &report) }
            }
        }
    }

    /// Texts of the proof that name its account, though the case does not list them among those that declare it.
    private static func unlisted(_ proof: ProofTrial) async -> [(pointer: String, text: String)] {
        var found: [(pointer: String, text: String)] = []
        for (pointer, text) in proof.question.data.texts() where !proof.question.addresses.contains(pointer) {
            if (try? await proof.stage.adapter.accounts.account(text))?.address == proof.address { found.append((pointer, text)) }
        }
        return found
    }

    /// Expects nobody else to be let in by a text that says so. It may be one that is not read: then the account is the key's.
    private static func refuse(
        _ stranger: SpelledAccount, at pointer: String, of proof: ProofTrial, _ report: inout TrialReport
    ) async {
        for attempt in attempts(proof.question, pointer, stranger) where attempt.challenge == proof.question.challenge {
            report.tried()
            let answer = await proof.answer(attempt)
            if let answer, answer.isRefusal || answer.isUndetermined || proof.expected.problems(answer).isEmpty { continue }
            proof.broke(attempt, "a refusal", answer, &report)
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

extension JSONValue {
    /// Every text in the value, by its pointer.
    fileprivate func texts(at pointer: String = "") -> [(pointer: String, text: String)] {
        switch self {
        case .string(let text): [(pointer, text)]
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { $0.value.texts(at: JSONPointer.member($0.key, of: pointer)) }
        case .array(let elements):
            elements.enumerated().flatMap { $0.element.texts(at: JSONPointer.element($0.offset, of: pointer)) }
        default: []
        }
    }
}
