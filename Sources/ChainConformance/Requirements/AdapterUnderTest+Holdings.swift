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
        for (placed, query) in acceptedHoldings {
            let key = [placed.file.name] + (query.asset.members?.keys.sorted() ?? [])
            let one = AcceptedHolding(placed: placed, query: query)
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].cases.append(one)
            } else {
                groups.append((key, [one]))
            }
        }
        let rounds = groups.map(\.cases.count).max() ?? 0
        let spread = (0..<rounds).flatMap { round in
            groups.compactMap { $0.cases.indices.contains(round) ? $0.cases[round] : nil }
        }
        let isFull = { (one: AcceptedHolding) in one.placed.one.requirement == .pages }
        return Array((spread.filter { !isFull($0) } + spread.filter(isFull)).prefix(limit))
    }

    /// Accepted cases that are read in pages, the first ones, and as many others, spread as ``spreadHoldings(atMost:)`` does.
    func spreadHoldings(ofPages pages: Int, ofOthers others: Int) -> [AcceptedHolding] {
        let spread = spreadHoldings(atMost: .max)
        let isFull = { (one: AcceptedHolding) in one.placed.one.requirement == .pages }
        return Array(spread.filter(isFull).prefix(pages)) + spread.filter { !isFull($0) }.prefix(others)
    }

    /// Cases of HLD-4 that find nothing held, one of each file first.
    var emptyHoldings: [AcceptedHolding] {
        let empty = cases.compactMap { placed -> AcceptedHolding? in
            guard placed.one.requirement == .lookAlikes, case .holding(let query) = placed.one.question,
                case .holds(.zero, _, _) = placed.one.expected
            else { return nil }
            return AcceptedHolding(placed: placed, query: query)
        }
        var seen: Set<String> = []
        let first = empty.filter { seen.insert($0.placed.file.name).inserted }
        let named = Set(first.map(\.placed.name))
        return first + empty.filter { !named.contains($0.placed.name) }
    }

    /// The questions of a file's accepted cases that have no world of their own, so that one batch can ask them all.
    func sharedQuestions(of file: ExchangeFile) -> [AcceptedHolding] {
        acceptedHoldings.compactMap { placed, query in
            guard placed.file == file, placed.one.upstream == [], placed.one.configuration == [:] else { return nil }
            return AcceptedHolding(placed: placed, query: query)
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
