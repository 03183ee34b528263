import ChainKit

/// What providers have said to one question so far.
struct Tally<Answer: Sendable, Vote: Hashable>: Sendable {
    private let quorum: Int
    private let vote: @Sendable (Answer) -> Vote
    private var answers: [(source: String, answer: Answer)] = []
    private var lastError: ChainError?

    /// - Parameter vote: the part of an answer in which answers have to be the same.
    init(quorum: Int, vote: @escaping @Sendable (Answer) -> Vote) {
        self.quorum = quorum
        self.vote = vote
    }

    mutating func add(_ result: Result<Answer, ChainError>, from source: String) {
        switch result {
        case .success(let answer): answers.append((source, answer))
        case .failure(let error): lastError = error
        }
    }

    /// The first answers that are the same as often as the quorum asks, in the order of the providers.
    var agreed: [Answer]? {
        for (_, answer) in answers {
            let same = answers.map(\.answer).filter { vote($0) == vote(answer) }
            if same.count >= quorum { return Array(same.prefix(quorum)) }
        }
        return nil
    }

    var isShort: Bool { answers.count < quorum }

    /// Why there is no agreement.
    /// - Parameter describe: what an answer says, in a word or two.
    func error(of total: Int, _ describe: (Answer) -> String) -> ChainError {
        if isShort, let lastError { return lastError }
        return ChainError(
            .upstreamDisagreed,
            "Fewer than \(quorum) of \(total) providers gave the same answer; ask again later.", retryAfterSeconds: 5,
            cause: summary(describe))
    }

    func summary(_ describe: (Answer) -> String) -> String {
        answers.map { "\($0.source): \(describe($0.answer))" }.joined(separator: ", ")
    }
}
