import ChainKit

extension ExchangeExpectation {
    /// Each way in which the answer is not this; none when it is.
    func problems(_ answer: ExchangeAnswer) -> [String] {
        switch (self, answer) {
        case (.holds(let amount, let items, let delegated), .holding(let holding)):
            var problems: [String] = []
            if holding.amount != amount { problems.append("holds: expected \(amount), got \(holding.amount)") }
            if let items, items.sorted() != holding.items.sorted() {
                problems.append("items: expected \(items.sorted()), got \(holding.items)")
            }
            if let delegated, delegated != answer.json["delegated"] {
                problems.append("delegated: expected \(delegated.json), got \(answer.json["delegated"]?.json ?? "nothing")")
            }
            return problems
        case (.undetermined(let code), .error(let error)) where answer.isUndetermined:
            return code == "any" || code == error.code.rawValue
                ? [] : ["undetermined: expected \(code), got \(error.code.rawValue)"]
        case (.rejects(let word), .refused(let got)):
            return word == got ? [] : ["reject: expected \(word), got \(got)"]
        case (.rejects(let word), .error(let error)) where answer.isRefusal:
            return word == error.code.rawValue ? [] : ["reject: expected \(word), got \(error.code.rawValue)"]
        case (.rejects(let word), .payment(.refused(let refusal))):
            return word == refusal.rawValue ? [] : ["reject: expected \(word), got \(refusal.rawValue)"]
        case (.accepts(let address, let control), .accepted(let account, let by)):
            var problems: [String] = []
            if account.address != address { problems.append("accept: expected \(address), got \(account.address)") }
            if control != by { problems.append("by: expected \(control.rawValue), got \(by.rawValue)") }
            return problems
        case (.paid, .payment(.paid)), (.pending, .payment(.pending)): return []
        case (.answers(let expected), .answer(let got)):
            return expected == got ? [] : ["answer: expected \(expected.json), got \(got.json)"]
        default: return ["expected \(json.json), got \(answer.json.json)"]
        }
    }

    var json: JSONValue {
        switch self {
        case .holds(let amount, let items, let delegated):
            var members: [String: JSONValue] = ["holds": .string(amount.description)]
            members["items"] = items.map { .array($0.map(JSONValue.string)) }
            members["delegated"] = delegated
            return .object(members)
        case .undetermined(let code): return ["undetermined": .string(code)]
        case .rejects(let word): return ["reject": .string(word)]
        case .accepts(let address, let by): return ["accept": .string(address), "by": .string(by.rawValue)]
        case .paid: return ["paid": true]
        case .pending: return ["pending": true]
        case .answers(let answer): return ["answer": answer]
        }
    }
}
