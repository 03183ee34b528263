import ChainKit

/// The cases of an adapter's exchange files, as checks.
public struct ExchangeSuite: Sendable {
    private let adapter: AdapterUnderTest

    public init(_ adapter: AdapterUnderTest) { self.adapter = adapter }

    /// One check a case, in the order of the files.
    public var checks: [Check] {
        adapter.cases.map { placed in
            Check(
                topic: "exchanges/\(placed.file.adapter)/\(placed.file.name)", name: placed.one.name,
                requirement: placed.one.requirement
            ) {
                await outcome(of: placed)
            }
        }
    }

    func outcome(of placed: AdapterUnderTest.Placed) async -> CheckOutcome {
        let one = placed.one
        let log = OperatorLog()
        var change = ExchangeStage.Change()
        change.log = log.write
        let stage: ExchangeStage
        do throws(ChainError) { stage = try await .open(adapter, placed.file, one, change) } catch {
            return .broken(one.finding(got: error.description, ["the adapter could not be made"], log))
        }
        if one.budget != nil { _ = await stage.adapter.health() }
        let before = stage.upstream.requestCount
        let answer = await stage.answer(one.question)
        let asked = stage.upstream.requestCount - before
        let unmatched = stage.upstream.unmatched
        await stage.close()

        var problems = one.expected.problems(answer)
        problems += unmatched.map { "the script has no answer for \($0)" }
        if let budget = one.budget, asked > budget {
            problems.append("took \(asked) requests, \(budget) are allowed")
        }
        return problems.isEmpty ? .passed() : .failed(one.finding(got: answer.json.json, problems, log))
    }
}

extension ExchangeCase {
    fileprivate func finding(got: String, _ problems: [String], _ log: OperatorLog) -> CheckResult.Finding {
        CheckResult.Finding(
            inputs: question.json, expected: expected.json, got: got, problems: problems, reason: reason, source: source,
            log: log.tail)
    }
}

extension ExchangeCase.Question {
    var json: JSONValue {
        switch self {
        case .holding(let query):
            [
                "account": .string(query.account), "asset": query.asset, "wanted": .string(query.wanted.description),
                "names_items": .bool(query.namesItems),
            ]
        case .proof(let proof):
            [
                "proof": proof.data, "nonce": .string(proof.challenge.nonce), "now": .string(RFC3339.format(proof.now)),
            ]
        case .payment(let payment): payment.members
        case .delivery(let headers, let body, let now):
            [
                "headers": .object(headers.mapValues(JSONValue.string)), "body": .string(body),
                "now": .string(RFC3339.format(now)),
            ]
        }
    }
}
