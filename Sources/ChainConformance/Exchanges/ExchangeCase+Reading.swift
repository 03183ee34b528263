import ChainKit

extension ExchangeCase {
    private static let questions = ["query", "proof", "payment", "delivery"]
    /// The requirements that a case can be an example for.
    private static let exemplified: [RequirementID] = [.wrongAnswers, .lookAlikes, .pages]

    init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(
            Self.questions + ["name", "configuration", "upstream", "expected", "budget", "requirement", "reason", "source"])
        name = try reader.text("name")
        let found = Self.questions.filter { reader.value[$0] != nil }
        guard found.count == 1, let kind = found.first else {
            throw reader.wrong("a case has one of \(Self.questions.joined(separator: ", "))", "")
        }
        let inner = try reader.member(kind)
        switch kind {
        case "query": question = .holding(try HoldingQuestion(inner))
        case "proof": question = .proof(try ProofQuestion(inner))
        case "payment": question = .payment(try ExpectedPaymentText(inner))
        default:
            try inner.allow(["headers", "body", "now"])
            question = .delivery(
                headers: try inner.textMembers("headers"), body: try inner.text("body"), now: try inner.time("now"))
        }
        configuration =
            try reader.value["configuration"].map { _ throws(ChainError) in try reader.object("configuration") } ?? [:]
        upstream = reader.value["upstream"] ?? []
        _ = try reader.script("upstream")
        expected = try ExchangeExpectation(reader.member("expected"), of: question)
        budget = try reader.count("budget")
        requirement = try Self.requirement(reader)
        if requirement == .wrongAnswers {
            guard case .undetermined = expected else {
                throw reader.wrong("an example for HLD-3 is undetermined, as its provider serves no such chain", "/requirement")
            }
        }
        reason = try reader.textIfGiven("reason") ?? ""
        source = try reader.textIfGiven("source") ?? ""
    }

    private static func requirement(_ reader: ExchangeReader) throws(ChainError) -> RequirementID? {
        guard let written = reader.value["requirement"] else { return nil }
        guard let id = written.text.flatMap(RequirementID.init), exemplified.contains(id) else {
            let words = exemplified.map(\.rawValue).joined(separator: ", ")
            throw reader.wrong("a case can be an example for one of \(words); everything else is derived", "/requirement")
        }
        guard reader.value["query"] != nil else {
            throw reader.wrong("\(id.rawValue) is about holdings; its example has a \"query\"", "/requirement")
        }
        return id
    }
}

extension HoldingQuestion {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["account", "asset", "wanted", "names_items"])
        account = try reader.text("account")
        asset = try reader.anything("asset")
        wanted = try reader.amount("wanted") ?? Amount(1 as UInt64)
        namesItems = try reader.flag("names_items")
    }
}

extension ProofQuestion {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["challenge", "proof", "now", "signatures", "messages", "addresses", "unbound"])
        challenge = try reader.member("challenge").challenge()
        let proof = try reader.anything("proof")
        data = proof
        now = try reader.time("now")
        signatures = try reader.list("signatures").map { (each) throws(ChainError) in
            try each.allow(["at", "as"])
            guard let form = Form(rawValue: try each.text("as")) else {
                throw each.wrong("\"as\" is one of \(Form.allCases.map(\.rawValue).joined(separator: ", "))", "/as")
            }
            let pointer = try each.text("at")
            try each.require(pointer, in: proof, "/at")
            return Signature(pointer: pointer, form: form)
        }
        messages = try reader.pointers("messages", into: proof)
        addresses = try reader.pointers("addresses", into: proof)
        var unbound: [Unbound] = []
        for (index, word) in try (reader.textsIfGiven("unbound") ?? []).enumerated() {
            guard let part = Unbound(rawValue: word) else {
                let words = Unbound.allCases.map(\.rawValue).joined(separator: ", ")
                throw reader.wrong("\"unbound\" may name \(words)", "/unbound/\(index)")
            }
            unbound.append(part)
        }
        self.unbound = unbound
    }
}

extension ExpectedPaymentText {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["transaction", "payer", "recipient", "amount", "memo", "not_before", "not_after"])
        for name in ["transaction", "payer", "recipient"] { _ = try reader.text(name) }
        _ = try reader.amount("amount")
        if reader.value["memo"]?.text == nil { _ = try reader.textMembers("memo") }
        _ = try reader.time("not_before")
        if reader.value["not_after"] != nil { _ = try reader.time("not_after") }
        members = reader.value
    }
}

extension ExchangeReader {
    /// RFC 6901 pointers to parts of a proof. One that leads nowhere would switch off what is tried with it.
    fileprivate func pointers(_ name: String, into proof: JSONValue) throws(ChainError) -> [String] {
        let pointers = try textsIfGiven(name) ?? []
        for (index, pointer) in pointers.enumerated() { try require(pointer, in: proof, "/\(name)/\(index)") }
        return pointers
    }

    fileprivate func require(_ pointer: String, in proof: JSONValue, _ place: String) throws(ChainError) {
        guard proof.value(at: pointer) == nil else { return }
        throw wrong("\"\(pointer)\" leads to nothing in \"proof\"; write a pointer (RFC 6901) such as /message", place)
    }
}
