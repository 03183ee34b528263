import ChainKit
import Foundation

extension ExchangeFile {
    static let formatVersion: Int64 = 1

    /// Reads a file whose folder's name is the adapter's.
    /// - Throws: `configuration_invalid` naming the file, the place in it and what would be right.
    public init(parsing bytes: [UInt8], path: String) throws(ChainError) {
        do throws(ChainError) {
            let reader = ExchangeReader(value: try JSONValue(parsing: bytes), pointer: "")
            try reader.allow([
                "adapter", "format_version", "notes", "configuration", "upstream", "accounts", "malformed", "cases", "live",
            ])
            guard reader.value["format_version"]?.whole == Self.formatVersion else {
                throw reader.wrong("\"format_version\" must be \(Self.formatVersion)", "/format_version")
            }
            adapter = try reader.text("adapter")
            name = URL(filePath: path).deletingPathExtension().lastPathComponent
            notes = reader.value["notes"]?.text ?? ""
            configuration = try reader.object("configuration")
            upstream = reader.value["upstream"] ?? []
            _ = try reader.script("upstream")
            accounts = try reader.list("accounts").map { (each) throws(ChainError) in
                try each.allow(["canonical", "spellings"])
                return SpelledAccount(
                    canonical: try each.text("canonical"), spellings: each.value["spellings"]?.elements?.compactMap(\.text) ?? [])
            }
            malformed = try reader.list("malformed").map { (each) throws(ChainError) in
                try each.allow(["text", "says"])
                guard let text = each.value["text"]?.text else { throw each.wrong("\"text\" must be a string", "/text") }
                return MalformedAccount(text: text, says: try each.text("says"))
            }
            live = try reader.list("live").map { (each) throws(ChainError) in
                try each.allow(["account", "asset", "at_least"])
                return LiveSample(
                    account: try each.text("account"), asset: try each.object("asset"),
                    atLeast: try each.amount("at_least") ?? Amount(1 as UInt64))
            }
            cases = try reader.list("cases").map { (each) throws(ChainError) in try ExchangeCase(each) }
            let names = Dictionary(grouping: cases, by: \.name)
            if let twin = names.first(where: { $0.value.count > 1 })?.key {
                throw reader.wrong("two cases are named \"\(twin)\"", "/cases")
            }
        } catch {
            throw ChainError(.configurationInvalid, "\(path): \(error.message)", pointer: error.pointer)
        }
    }

    /// Reads the named files, and of each named folder every `.json` file in it and in its folders, by name.
    /// - Throws: `configuration_invalid` for a path that is not there, a folder without files, or a malformed file.
    public static func load(_ paths: [String]) throws(ChainError) -> [ExchangeFile] {
        try CaseFile.read(paths, of: .exchange).map { (file) throws(ChainError) in
            try ExchangeFile(parsing: file.bytes, path: file.path)
        }
    }
}

extension ExchangeCase {
    private static let questions = ["query", "proof", "payment", "delivery"]

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
        case "payment": question = .payment(ExpectedPaymentText(members: inner.value))
        default:
            try inner.allow(["headers", "body", "now"])
            question = .delivery(
                headers: inner.value["headers"]?.members?.compactMapValues(\.text) ?? [:], body: try inner.text("body"),
                now: try inner.text("now"))
        }
        configuration = reader.value["configuration"] ?? [:]
        upstream = reader.value["upstream"] ?? []
        _ = try reader.script("upstream")
        expected = try ExchangeExpectation(reader.member("expected"))
        budget = reader.value["budget"]?.whole.map(Int.init)
        requirement = try reader.value["requirement"]?.text.map { (text) throws(ChainError) in
            guard let id = RequirementID(rawValue: text) else {
                throw reader.wrong("there is no requirement \(text)", "/requirement")
            }
            return id
        }
        reason = reader.value["reason"]?.text ?? ""
        source = reader.value["source"]?.text ?? ""
    }
}

extension HoldingQuestion {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["account", "asset", "wanted", "names_items"])
        account = try reader.text("account")
        asset = reader.value["asset"] ?? .null
        wanted = try reader.amount("wanted") ?? Amount(1 as UInt64)
        namesItems = reader.value["names_items"]?.flag ?? false
    }
}

extension ProofQuestion {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["challenge", "proof", "now", "signatures", "messages", "addresses", "unbound"])
        challenge = try reader.member("challenge").challenge()
        data = reader.value["proof"] ?? .null
        now = try reader.text("now")
        signatures = try reader.list("signatures").map { (each) throws(ChainError) in
            try each.allow(["at", "as"])
            guard let form = Form(rawValue: try each.text("as")) else {
                throw each.wrong("\"as\" is one of \(Form.allCases.map(\.rawValue).joined(separator: ", "))", "/as")
            }
            return Signature(pointer: try each.text("at"), form: form)
        }
        messages = reader.value["messages"]?.elements?.compactMap(\.text) ?? []
        addresses = reader.value["addresses"]?.elements?.compactMap(\.text) ?? []
        unbound = try (reader.value["unbound"]?.elements ?? []).map { (each) throws(ChainError) in
            guard let part = each.text.flatMap(Unbound.init) else {
                throw reader.wrong("\"unbound\" may name \(Unbound.allCases.map(\.rawValue).joined(separator: ", "))", "/unbound")
            }
            return part
        }
    }
}

extension ExchangeExpectation {
    fileprivate init(_ reader: ExchangeReader) throws(ChainError) {
        try reader.allow(["holds", "items", "delegated", "undetermined", "reject", "accept", "by", "paid", "pending", "answer"])
        if let amount = try reader.amount("holds") {
            self = .holds(
                amount, items: reader.value["items"]?.elements?.compactMap(\.text), delegated: reader.value["delegated"])
        } else if let code = reader.value["undetermined"]?.text {
            self = .undetermined(code)
        } else if let word = reader.value["reject"]?.text {
            self = .rejects(word)
        } else if let address = reader.value["accept"]?.text {
            self = .accepts(address, by: reader.value["by"]?.text.flatMap(Control.init) ?? .key)
        } else if let answer = reader.value["answer"] {
            self = .answers(answer)
        } else if reader.value["paid"] == true {
            self = .paid
        } else if reader.value["pending"] == true {
            self = .pending
        } else {
            throw reader.wrong("expected is one of holds, accept, reject, undetermined, paid, pending, answer", "")
        }
    }
}
