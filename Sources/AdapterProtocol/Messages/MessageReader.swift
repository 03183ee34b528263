import ChainKit
import Foundation

/// One object of a message, read strictly: a member that is missing, of another type or unknown is an error that names it.
public struct MessageReader: Sendable {
    public let value: JSONValue
    /// What is read, such as `the answer to asset.parse`.
    let subject: String
    let pointer: String

    /// - Parameter subject: what is read, as a sentence about it begins.
    /// - Throws: `upstream_invalid` for anything but an object.
    public init(_ value: JSONValue, _ subject: String) throws(ChainError) {
        try self.init(value, subject: subject, pointer: "")
    }

    private init(_ value: JSONValue, subject: String, pointer: String) throws(ChainError) {
        self.value = value
        self.subject = subject
        self.pointer = pointer
        guard value.members != nil else { throw wrong("must be an object, found \(value.kind)") }
    }

    /// Refuses members other than these.
    public func allow(_ names: String...) throws(ChainError) {
        guard let stranger = value.members?.keys.sorted().first(where: { !names.contains($0) }) else { return }
        throw wrong("means nothing here; there may be \(names.joined(separator: ", "))", at: stranger)
    }

    /// Whether a member is there and not null.
    public func has(_ name: String) -> Bool { !(value[name] ?? .null).isNull }

    /// A member that may be absent or null.
    public func find(_ name: String) -> JSONValue? { value[name].flatMap { $0.isNull ? nil : $0 } }

    public func require(_ name: String) throws(ChainError) -> JSONValue {
        guard let member = value[name] else { throw wrong("is missing", at: name) }
        return member
    }

    public func text(_ name: String, limit: Int = .max) throws(ChainError) -> String {
        let member = try require(name)
        guard let text = member.text else { throw wrong("must be a string, found \(member.kind)", at: name) }
        guard text.utf8.count <= limit else { throw wrong("is longer than \(limit) bytes", at: name) }
        return text
    }

    public func findText(_ name: String, limit: Int = .max) throws(ChainError) -> String? {
        has(name) ? try text(name, limit: limit) : nil
    }

    public func flag(_ name: String) throws(ChainError) -> Bool {
        let member = try require(name)
        guard let flag = member.flag else { throw wrong("must be true or false, found \(member.kind)", at: name) }
        return flag
    }

    /// A whole number of that range.
    public func whole(_ name: String, in range: ClosedRange<Int64> = 0...Int64.max) throws(ChainError) -> Int64 {
        let member = try require(name)
        guard let whole = member.whole, range.contains(whole) else {
            throw wrong("must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: name)
        }
        return whole
    }

    /// A text of visible ASCII characters and blanks, at least one.
    public func printable(_ name: String, limit: Int = 128) throws(ChainError) -> String {
        let text = try text(name, limit: limit)
        guard !text.isEmpty, text.isPrintable else { throw wrong("must be printable ASCII", at: name) }
        return text
    }

    /// A list of such texts.
    public func printables(_ name: String, limit: Int = 128, count: Int) throws(ChainError) -> [String] {
        let texts = try texts(name, limit: limit)
        guard texts.count <= count else { throw wrong("must have \(count) elements at most", at: name) }
        guard texts.allSatisfy({ !$0.isEmpty && $0.isPrintable }) else { throw wrong("must be printable ASCII", at: name) }
        return texts
    }

    public func amount(_ name: String) throws(ChainError) -> Amount {
        guard let amount = Amount(try text(name, limit: 78)) else { throw wrong("must be decimal digits in a string", at: name) }
        return amount
    }

    public func time(_ name: String) throws(ChainError) -> Date {
        guard let time = RFC3339.parse(try text(name, limit: 64)) else {
            throw wrong("must be a time as RFC 3339 writes it", at: name)
        }
        return time
    }

    public func chain(_ name: String) throws(ChainError) -> ChainID {
        do { return try ChainID(try text(name, limit: 64)) } catch {
            throw wrong("must be a chain id. \(error.message)", at: name)
        }
    }

    public func account(_ name: String) throws(ChainError) -> Account {
        do { return try Account(caip10: try text(name, limit: 256)) } catch {
            throw wrong("must be a CAIP-10 account. \(error.message)", at: name)
        }
    }

    /// One of the words of an enumeration.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, of type: Word.Type = Word.self
    ) throws(ChainError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name, limit: 64)) else {
            throw wrong("must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))", at: name)
        }
        return word
    }

    public func object(_ name: String) throws(ChainError) -> MessageReader {
        try MessageReader(try require(name), subject: subject, pointer: JSONPointer.member(name, of: pointer))
    }

    public func list(_ name: String) throws(ChainError) -> [JSONValue] {
        let member = try require(name)
        guard let elements = member.elements else { throw wrong("must be a list, found \(member.kind)", at: name) }
        return elements
    }

    public func objects(_ name: String) throws(ChainError) -> [MessageReader] {
        var readers: [MessageReader] = []
        for (index, element) in try list(name).enumerated() {
            let place = JSONPointer.element(index, of: JSONPointer.member(name, of: pointer))
            readers.append(try MessageReader(element, subject: subject, pointer: place))
        }
        return readers
    }

    /// A list of strings, none longer than `limit` bytes.
    public func texts(_ name: String, limit: Int = 1024) throws(ChainError) -> [String] {
        var texts: [String] = []
        for (index, element) in try list(name).enumerated() {
            guard let text = element.text, text.utf8.count <= limit else {
                throw wrong("must be a string of at most \(limit) bytes", at: name, element: index)
            }
            texts.append(text)
        }
        return texts
    }

    /// - Parameter index: of an element of the member, where it is a list.
    /// - Returns: `upstream_invalid` saying what is wrong with a member, or with the whole.
    public func wrong(_ what: String, at name: String? = nil, element index: Int? = nil) -> ChainError {
        let member = name.map { JSONPointer.member($0, of: pointer) } ?? pointer
        // A name that the other side chose may be of any length.
        let place = (index.map { JSONPointer.element($0, of: member) } ?? member).shown(256)
        return ChainError(
            .upstreamInvalid, "In \(subject), \(place.isEmpty ? "the whole" : "\"\(place)\"") \(what.shown(500)).")
    }
}

extension String {
    fileprivate var isPrintable: Bool { utf8.allSatisfy { (0x20...0x7e).contains($0) } }
}
