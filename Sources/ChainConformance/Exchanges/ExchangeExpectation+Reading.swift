import ChainKit

extension ExchangeExpectation {
    private static let words = ["holds", "undetermined", "reject", "accept", "answer", "paid", "pending"]

    /// - Throws: `configuration_invalid` for none, more than one, or one that no answer to the question could be.
    init(_ reader: ExchangeReader, of question: ExchangeCase.Question) throws(ChainError) {
        try reader.allow(Self.words + ["items", "delegated", "by"])
        let found = Self.words.filter { reader.value[$0] != nil }
        guard found.count == 1, let word = found.first else {
            throw reader.wrong("expected is one of \(Self.words.joined(separator: ", "))", "")
        }
        guard question.answers.contains(word) else {
            throw reader.wrong("a \(question.name) is answered with \(question.answers.joined(separator: ", "))", "/\(word)")
        }
        for (detail, owner) in [("items", "holds"), ("delegated", "holds"), ("by", "accept")]
        where reader.value[detail] != nil && word != owner {
            throw reader.wrong("\"\(detail)\" belongs beside \"\(owner)\"", "/\(detail)")
        }
        switch word {
        case "holds":
            self = .holds(
                try reader.amount("holds") ?? .zero, items: try reader.textsIfGiven("items"), delegated: try reader.shares())
        case "undetermined": self = .undetermined(try reader.outsideCode())
        case "reject": self = .rejects(try reader.refusal(of: question))
        case "accept": self = .accepts(try reader.text("accept"), by: try reader.control())
        case "answer": self = .answers(try reader.anything("answer"))
        default:
            guard reader.value[word] == true else { throw reader.wrong("\"\(word)\" must be true", "/\(word)") }
            self = word == "paid" ? .paid : .pending
        }
    }
}

extension ExchangeCase.Question {
    fileprivate var name: String {
        switch self {
        case .holding: "query"
        case .proof: "proof"
        case .payment: "payment"
        case .delivery: "delivery"
        }
    }

    /// What can be expected of it.
    fileprivate var answers: [String] {
        switch self {
        case .holding: ["holds", "reject", "undetermined"]
        case .proof: ["accept", "reject", "undetermined"]
        case .payment: ["paid", "pending", "reject", "undetermined"]
        case .delivery: ["answer", "reject", "undetermined"]
        }
    }

    /// The words of a refusal that is no error.
    fileprivate var refusals: [String] {
        switch self {
        case .holding: []
        case .proof: ProofVerdict.Rejection.allCases.map(\.rawValue)
        case .payment: PaymentVerdict.Refusal.allCases.map(\.rawValue)
        case .delivery: ["delivery_refused"]
        }
    }
}

extension ExchangeReader {
    /// Who holds by delegation, as an answer tells it; may be left out.
    fileprivate func shares() throws(ChainError) -> JSONValue? {
        for share in try list("delegated") {
            try share.allow(["holder", "amount", "items"])
            _ = try share.text("holder")
            guard try share.amount("amount") != nil, try share.textsIfGiven("items") != nil else {
                throw share.wrong("a share has \"holder\", \"amount\" and \"items\"", "")
            }
        }
        return value["delegated"]
    }

    fileprivate func outsideCode() throws(ChainError) -> String {
        let code = try text("undetermined")
        let known = Self.codes(blaming: .outside) + ["any"]
        guard known.contains(code) else {
            throw wrong("\"undetermined\" is one of \(known.joined(separator: ", "))", "/undetermined")
        }
        return code
    }

    fileprivate func refusal(of question: ExchangeCase.Question) throws(ChainError) -> String {
        let word = try text("reject")
        let known = question.refusals + Self.codes(blaming: .caller)
        guard known.contains(word) else { throw wrong("\"reject\" is one of \(known.joined(separator: ", "))", "/reject") }
        return word
    }

    fileprivate func control() throws(ChainError) -> Control {
        guard let written = value["by"] else { return .key }
        guard let control = written.text.flatMap(Control.init) else {
            throw wrong("\"by\" is one of \(Control.allCases.map(\.rawValue).joined(separator: ", "))", "/by")
        }
        return control
    }

    private static func codes(blaming blame: Blame) -> [String] {
        ChainError.Code.table.filter { $0.blame == blame }.map { $0.code.rawValue }
    }
}
