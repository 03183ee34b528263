import ChainKit

/// Reads canonical type names and function signatures of the contract ABI.
struct ABITypeParser {
    private let text: String
    private var rest: ArraySlice<UInt8>
    private var depth = 0

    init(_ text: String) {
        self.text = text
        rest = Array(text.utf8)[...]
    }

    /// A function's name: letters, digits, `_` and `$`.
    mutating func name() throws(ChainError) {
        let name = rest.prefix {
            URIGrammar.isLetter($0) || URIGrammar.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
        }
        guard let first = name.first, !URIGrammar.isDigit(first) else { throw unreadable("begins with no function name") }
        rest = rest.dropFirst(name.count)
    }

    /// Types in parentheses, separated by commas.
    mutating func members() throws(ChainError) -> [ABIType] {
        guard skip("(") else { throw unreadable("lacks a parenthesis") }
        if skip(")") { return [] }
        depth += 1
        defer { depth -= 1 }
        guard depth <= 16 else { throw unreadable("nests deeper than 16 tuples") }
        var members = [try type()]
        while skip(",") { members.append(try type()) }
        guard skip(")") else { throw unreadable("has a parenthesis that is not closed") }
        return members
    }

    mutating func type() throws(ChainError) -> ABIType {
        var type = rest.first == UInt8(ascii: "(") ? try tuple() : try elementary()
        while skip("[") {
            let count = number()
            guard skip("]") else { throw unreadable("has an array without an end or without elements") }
            guard type.headWords <= 65_536 / (count ?? 1) else { throw unreadable("has an array of more than 65536 words") }
            type = .array(type, count: count)
        }
        return type
    }

    /// - Throws: `parameters_invalid` when anything is left.
    func end() throws(ChainError) {
        guard rest.isEmpty else { throw unreadable("has something after its end") }
    }

    private mutating func tuple() throws(ChainError) -> ABIType {
        let members = try members()
        // A value of no size would let an array claim any number of them.
        guard !members.isEmpty else { throw unreadable("has a tuple without members") }
        return .tuple(members)
    }

    private mutating func elementary() throws(ChainError) -> ABIType {
        let word = rest.prefix(while: URIGrammar.isLetter)
        rest = rest.dropFirst(word.count)
        let size = number()
        switch (String(decoding: word, as: UTF8.self), size) {
        case ("address", nil): return .address
        case ("bool", nil): return .bool
        case ("string", nil): return .string
        case ("bytes", nil): return .bytes
        case ("bytes", let size?) where (1...32).contains(size): return .fixedBytes(size)
        case ("uint", let size?) where (8...256).contains(size) && size.isMultiple(of: 8): return .uint(bits: size)
        default: throw unreadable("names a type other than uint8 to uint256, address, bool, bytes, bytes1 to bytes32 and string")
        }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix(while: URIGrammar.isDigit)
        guard (1...4).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private func unreadable(_ what: String) -> ChainError {
        ChainError(.parametersInvalid, "The ABI name \"\(text.prefix(80))\" \(what).")
    }
}
