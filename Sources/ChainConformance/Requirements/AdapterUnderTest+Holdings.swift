import ChainKit

/// A case that must find something held.
struct AcceptedHolding: Sendable {
    let placed: AdapterUnderTest.Placed
    let query: HoldingQuestion

    /// The same case, asked by someone who wants no less than what is held.
    var wantingAll: AcceptedHolding {
        guard case .holds(let amount, _, _) = placed.one.expected else { return self }
        let query = HoldingQuestion(
            account: query.account, asset: query.asset, wanted: amount, namesItems: query.namesItems)
        return AcceptedHolding(placed: placed, query: query)
    }

    /// Each way in which the answer is not the one the case expects.
    func problems(_ answer: ExchangeAnswer) -> [String] { placed.one.expected.problems(answer) }

    /// For a finding.
    var inputs: JSONValue { placed.one.question.json }
}

extension AdapterUnderTest {
    /// Accepted cases of as many files and kinds of asset as there are, the first ones of each; very full wallets last.
    func spreadHoldings(atMost limit: Int) -> [AcceptedHolding] {
        var groups: [(key: [String], cases: [AcceptedHolding])] = []
        for one in acceptedHoldings {
            let key = [one.placed.file.name] + (one.query.asset.members?.keys.sorted() ?? [])
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].cases.append(one)
            } else {
                groups.append((key, [one]))
            }
        }
        let spread = byTurns(groups.map(\.cases))
        let isFull = { (one: AcceptedHolding) in one.placed.one.requirement == .pages }
        return Array((spread.filter { !isFull($0) } + spread.filter(isFull)).prefix(limit))
    }

    /// Accepted cases that are read in pages, the first ones, and as many others, spread as ``spreadHoldings(atMost:)`` does.
    func spreadHoldings(ofPages pages: Int, ofOthers others: Int) -> [AcceptedHolding] {
        let spread = spreadHoldings(atMost: .max)
        let isFull = { (one: AcceptedHolding) in one.placed.one.requirement == .pages }
        return Array(spread.filter(isFull).prefix(pages)) + spread.filter { !isFull($0) }.prefix(others)
    }

    /// Cases of HLD-4 that find nothing held, of each file by turns.
    var emptyHoldings: [AcceptedHolding] {
        let groups = files.map { file in
            cases.compactMap { placed -> AcceptedHolding? in
                guard placed.file == file, placed.one.requirement == .lookAlikes, case .holding(let query) = placed.one.question,
                    case .holds(.zero, _, _) = placed.one.expected
                else { return nil }
                return AcceptedHolding(placed: placed, query: query)
            }
        }
        return byTurns(groups)
    }

    /// Whether the case stops at what is wanted, as another one of the same file that asks for more shows.
    func isPartial(_ holding: AcceptedHolding) -> Bool {
        guard case .holds(let amount, _, _) = holding.placed.one.expected else { return false }
        return acceptedHoldings.contains { one in
            guard case .holds(let other, _, _) = one.placed.one.expected, one.placed.file == holding.placed.file, other > amount
            else { return false }
            return one.query.account == holding.query.account && one.query.asset == holding.query.asset
                && one.placed.one.upstream == holding.placed.one.upstream
        }
    }

    private func byTurns(_ groups: [[AcceptedHolding]]) -> [AcceptedHolding] {
        let rounds = groups.map(\.count).max() ?? 0
        return (0..<rounds).flatMap { round in groups.compactMap { $0.indices.contains(round) ? $0[round] : nil } }
    }

    /// The questions of a file's accepted cases that have no world of their own, so that one batch can ask them all.
    func sharedQuestions(of file: ExchangeFile) -> [AcceptedHolding] {
        acceptedHoldings.filter { holding in
            let one = holding.placed.one
            return holding.placed.file == file && one.upstream == [] && one.configuration == [:]
        }
    }
}

extension ExchangeAnswer {
    /// What is held, whatever it rests on; `nil` when this is no holding.
    var held: JSONValue? {
        guard case .holding(let holding) = self else { return nil }
        return ["holds": .string(holding.amount.description), "items": json["items"] ?? [], "delegated": json["delegated"] ?? []]
    }
}

extension ExchangeStage {
    /// An answer as a report may tell it: the same in every run.
    func told(_ answer: ExchangeAnswer) -> String {
        var answer = answer
        if case .error(var error) = answer {
            error.message = error.message.replacing(upstream.url, with: "{{upstream}}")
            answer = .error(error)
        }
        return answer.json.json
    }
}
