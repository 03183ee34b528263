import ChainKit

/// Reads the members of a request body and keeps every mistake, so that a caller hears of all of them at once.
struct BodyReader {
    private let body: JSONValue
    private var mistakes: [Problem.Detail] = []

    init(_ body: JSONValue) {
        self.body = body
        if body.members == nil {
            mistakes.append(Problem.Detail(pointer: "", detail: "The body must be an object, not \(body.kind)."))
        }
    }

    mutating func text(_ name: String, limit: Int = 256) -> String {
        findText(name, limit: limit, isRequired: true) ?? ""
    }

    mutating func findText(_ name: String, limit: Int = 256, isRequired: Bool = false) -> String? {
        switch body[name] {
        case .string(let text)?:
            if text.isEmpty { note(name, "must not be empty") }
            if text.utf8.count > limit { note(name, "must not be longer than \(limit) bytes") }
            return text
        case .null? where !isRequired, nil where !isRequired: return nil
        case nil: note(name, "is missing")
        case let other?: note(name, "must be a string, not \(other.kind)")
        }
        return nil
    }

    mutating func object(_ name: String) -> JSONValue {
        if let value = body[name] {
            if value.members != nil { return value }
            note(name, "must be an object, not \(value.kind)")
        } else {
            note(name, "is missing")
        }
        return .null
    }

    /// A list of campaign ids or names, which come as whole numbers or strings.
    mutating func names(_ name: String, count: ClosedRange<Int>) -> [String] {
        guard let elements = body[name]?.elements else {
            note(name, body[name].map { "must be a list, not \($0.kind)" } ?? "is missing")
            return []
        }
        if !count.contains(elements.count) {
            note(name, "must have \(count.lowerBound) to \(count.upperBound) elements, not \(elements.count)")
        }
        return elements.prefix(count.upperBound).enumerated().compactMap { index, element in
            switch element {
            case .string(let text) where (1...128).contains(text.utf8.count): return text
            case .integer(let number): return String(number)
            default:
                note("\(name)/\(index)", "must be a campaign's id or its name")
                return nil
            }
        }
    }

    /// - Throws: `invalid_request` with all mistakes, if there were any.
    func finish() throws(Problem) {
        guard mistakes.isEmpty else {
            throw Problem(
                .invalidRequest, "The body has \(mistakes.count == 1 ? "an invalid value" : "invalid values").", errors: mistakes)
        }
    }

    private mutating func note(_ name: String, _ what: String) {
        mistakes.append(Problem.Detail(pointer: "/\(name)", detail: "\"\(name)\" \(what)."))
    }
}
