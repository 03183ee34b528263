import ChainKit

/// A part of a conformance report, read strictly: whatever is missing, of another type or not known is refused.
struct ReportPart {
    let value: JSONValue
    let pointer: String

    init(_ value: JSONValue, at pointer: String) {
        self.value = value
        self.pointer = pointer
    }

    func wrong(_ found: String) -> ChainError {
        ChainError(.configurationInvalid, "\(pointer.isEmpty ? "The report" : "\(pointer) of the report") is \(found).")
    }

    /// The members of an object that has all of these and, beside `optional` ones, no other.
    func members(
        _ names: String..., optional: [String] = []
    ) throws(ChainError) -> (String) -> ReportPart {
        let found = try members()
        if let stranger = found.keys.sorted().first(where: { !names.contains($0) && !optional.contains($0) }) {
            throw wrong("an object with \(JSONValue.string(String(stranger.prefix(64))).json), which means nothing in it")
        }
        if let missing = names.first(where: { found[$0] == nil }) { throw wrong("an object without \"\(missing)\"") }
        return { ReportPart(found[$0] ?? .null, at: JSONPointer.member($0, of: pointer)) }
    }

    func members() throws(ChainError) -> [String: JSONValue] {
        guard let members = value.members else { throw wrong("\(value.kind) instead of an object") }
        return members
    }

    /// The member of an object, unless it is missing.
    func find(_ name: String) -> ReportPart? { value[name].map { ReportPart($0, at: JSONPointer.member(name, of: pointer)) } }

    func elements() throws(ChainError) -> [ReportPart] {
        guard let elements = value.elements else { throw wrong("\(value.kind) instead of a list") }
        return elements.enumerated().map { ReportPart($1, at: JSONPointer.element($0, of: pointer)) }
    }

    func text() throws(ChainError) -> String {
        guard let text = value.text, !text.isEmpty else { throw wrong("\(value.kind) instead of text") }
        return text
    }

    /// A name or a version: up to 64 letters, digits and `._+-`, so that it can be shown anywhere.
    func word() throws(ChainError) -> String {
        let text = try text()
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "._+-".unicodeScalars.contains($0))
        }
        guard isPlain, text.utf8.count <= 64 else { throw wrong("text that is no name") }
        return text
    }

    /// `sha256:` and 64 hex digits.
    func digest() throws(ChainError) -> String {
        let text = try text()
        guard text.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil else { throw wrong("text that is no digest") }
        return text
    }

    func flag() throws(ChainError) -> Bool {
        guard let flag = value.flag else { throw wrong("\(value.kind) instead of true or false") }
        return flag
    }

    func count() throws(ChainError) -> Int {
        guard let whole = value.whole, whole >= 0, let count = Int(exactly: whole) else {
            throw wrong("\(value.kind) instead of a count")
        }
        return count
    }
}
