import ChainKit
import Foundation

/// A proof that an adapter must accept, on a stage where it is judged again and again with something changed.
struct ProofTrial: Sendable {
    let name: String
    let question: ProofQuestion
    let expected: ExchangeExpectation
    let stage: ExchangeStage

    /// How long one judgement may take.
    private static let limit = Duration.seconds(10)
    /// Judgements under way at once.
    private static let width = 4

    /// Whether a key speaks for the account, and not a contract.
    var isByKey: Bool { if case .accepts(_, .key) = expected { true } else { false } }
    /// The canonical address that proves to be the signer's.
    var address: String { if case .accepts(let address, _) = expected { address } else { "" } }

    /// - Returns: `nil` when there was none in time.
    func answer(_ attempt: ProofAttempt) async -> ExchangeAnswer? {
        let changed = changed(attempt)
        return await Deadline.run(Self.limit, clock: ContinuousClock()) { await stage.answer(.proof(changed)) }
    }

    /// Expects the proof to be accepted as its case says.
    /// - Returns: whether it was.
    func accept(_ attempt: ProofAttempt, _ report: inout TrialReport) async -> Bool {
        let answer = await answer(attempt)
        if let answer, expected.problems(answer).isEmpty { return true }
        broke(attempt, expected.json.json, answer, &report)
        return false
    }

    /// Expects each attempt to be refused. A proof that a contract speaks for may also leave open what its changed one is, as
    /// then the chain is asked something else.
    /// - Parameter orOpen: whether any proof may, since the chain is asked about an account that the script need not know.
    func refuse(_ attempts: [ProofAttempt], orOpen: Bool = false, _ report: inout TrialReport) async {
        await refuse(attempts.count, orOpen: orOpen, { attempts[$0] }, &report)
    }

    /// The same of attempts that are made as they are needed, because there are many and each is dear.
    func refuse(
        _ count: Int, orOpen: Bool = false, _ attempt: @escaping @Sendable (Int) -> ProofAttempt,
        _ report: inout TrialReport
    ) async {
        let batch = Self.width * 16
        for start in stride(from: 0, to: count, by: batch) where !report.isFull {
            let range = start..<min(count, start + batch)
            let answers = await answers(range, attempt)
            report.tried(range.count)
            for (index, answer) in zip(range, answers) where !isRefused(answer) && !(orOpen && answer?.isUndetermined ?? false) {
                broke(attempt(index), "a refusal", answer, &report)
            }
            // Each further one could take as long again.
            if answers.contains(nil) { return }
        }
    }

    func isRefused(_ answer: ExchangeAnswer?) -> Bool {
        answer.map { $0.isRefusal || !isByKey && $0.isUndetermined } ?? false
    }

    /// In the order of the attempts.
    func answers(
        _ range: Range<Int>, _ attempt: @escaping @Sendable (Int) -> ProofAttempt
    ) async -> [ExchangeAnswer?] {
        await range.concurrentMap(atMost: Self.width) { await answer(attempt($0)) }
    }

    func broke(_ attempt: ProofAttempt, _ expected: String, _ answer: ExchangeAnswer?, _ report: inout TrialReport) {
        report.broke(
            "\(name): \(attempt.what)", expected: expected, got: answer?.json.json ?? "nothing within \(Self.limit)",
            inputs: ExchangeCase.Question.proof(changed(attempt)).json)
    }

    private func changed(_ attempt: ProofAttempt) -> ProofQuestion {
        ProofQuestion(
            challenge: attempt.challenge, data: attempt.data, now: attempt.now ?? question.now, signatures: [], messages: [],
            addresses: [], unbound: [])
    }
}

extension AdapterUnderTest {
    /// Tries a requirement of the role `ownership` on every accepted proof, each on a stage of its own. One that is not even
    /// accepted unchanged is a breach, since nothing that is refused of it would mean anything.
    /// - Parameter unit: what is tried, such as "changed signatures".
    func tryingProofs(
        _ unit: String, _ trial: (ProofTrial, inout TrialReport) async -> Void
    ) async -> CheckOutcome {
        let proofs = acceptedProofs
        let unit = "\(unit) of \(proofs.count) \(proofs.count == 1 ? "proof" : "proofs")"
        return await trying(.ownership, unit) { report throws(ChainError) in
            if proofs.isEmpty { report.broke("cases with \"accept\"", expected: "at least one", got: "none") }
            for (placed, question) in proofs where !report.isFull {
                let proof = ProofTrial(
                    name: placed.name, question: question, expected: placed.one.expected,
                    stage: try await .open(self, placed.file, placed.one))
                if await proof.accept(question.with(question.data, "unchanged"), &report) { await trial(proof, &report) }
                await proof.stage.close()
            }
        }
    }
}
