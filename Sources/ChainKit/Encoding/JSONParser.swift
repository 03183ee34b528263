/// Reads RFC 8259 to the letter. What a lenient reader lets through (trailing commas, a name twice, half a surrogate
/// pair) two programs may read as two things, and an answer about money has to mean one.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var index = 0

    /// Reads exactly one value with nothing but white space around it.
    /// - Parameter depthLimit: deeper nesting is refused, so that no text can exhaust the stack.
    /// - Throws: `upstream_invalid` with line and column.
    static func parse(_ bytes: [UInt8], depthLimit: Int) throws(ChainError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        let value = try parser.value(depth: 0)
        guard parser.next() == nil else { throw parser.failure("the text should end here") }
        return value
    }

    private init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    private mutating func value(depth: Int) throws(ChainError) -> JSONValue {
        switch next() {
        case UInt8(ascii: "{"): return .object(try members(depth: deeper(than: depth)))
        case UInt8(ascii: "["): return .array(try elements(depth: deeper(than: depth)))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        default: throw failure("expected a value")
        }
    }

    private func deeper(than depth: Int) throws(ChainError) -> Int {
        guard depth < depthLimit else { throw failure("the nesting is deeper than \(depthLimit)") }
        return depth + 1
    }

    private mutating func members(depth: Int) throws(ChainError) -> [String: JSONValue] {
        index += 1
        var members: [String: JSONValue] = [:]
        if skip(UInt8(ascii: "}")) { return members }
        repeat {
            guard next() == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
            let name = try string()
            guard skip(UInt8(ascii: ":")) else { throw failure("expected \":\" after a name") }
            guard members.updateValue(try value(depth: depth), forKey: name) == nil else {
                throw failure("the object names \"\(name.shown(64))\" twice")
            }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw failure("expected \",\" or \"}\"") }
        return members
    }

    private mutating func elements(depth: Int) throws(ChainError) -> [JSONValue] {
        index += 1
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try value(depth: depth)) } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw failure("expected \",\" or \"]\"") }
        return elements
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(ChainError) -> JSONValue {
        let letters = word.withUTF8Buffer(Array.init)
        guard bytes[index...].starts(with: letters) else { throw failure("expected a value") }
        index += letters.count
        return value
    }

    private mutating func number() throws(ChainError) -> JSONValue {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leadingZero = peek == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits == 1 || digits > 1 && !leadingZero else { throw failure("this is no number") }
        if peek != UInt8(ascii: "."), peek != UInt8(ascii: "e"), peek != UInt8(ascii: "E"),
            let whole = Int64(String(decoding: bytes[start..<index], as: UTF8.self))
        {
            return .integer(whole)
        }
        if peek == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() > 0 else { throw failure("expected digits after the point") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() > 0 else { throw failure("expected digits in the exponent") }
        }
        guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)), number.isFinite else {
            throw failure("the number is too large")
        }
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func string() throws(ChainError) -> String {
        index += 1
        var unescaped: [UInt8] = []
        var start = index
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                let rest = bytes[start..<index]
                let text =
                    unescaped.isEmpty
                    ? String(validating: rest, as: UTF8.self) : String(validating: unescaped + rest, as: UTF8.self)
                guard let text else { throw failure("the text before here is not UTF-8") }
                index += 1
                return text
            case UInt8(ascii: "\\"):
                unescaped += bytes[start..<index]
                unescaped += try escaped()
                start = index
            case 0..<0x20: throw failure("a control character must be escaped")
            default: index += 1
            }
        }
        throw failure("the text has no closing quote")
    }

    private mutating func escaped() throws(ChainError) -> [UInt8] {
        index += 1
        defer { index += 1 }
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[index]]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw failure("no such escape")
        }
    }

    /// Reads four hex digits after `\u`, or two such groups that make a surrogate pair; ends on the last digit.
    private mutating func scalar() throws(ChainError) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), bytes[(index + 1)...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw failure("half of a surrogate pair")
        }
        index += 2
        let trail = try codeUnit()
        guard UTF16.isTrailSurrogate(trail) else { throw failure("half of a surrogate pair") }
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }

    private mutating func codeUnit() throws(ChainError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            index += 1
            guard let byte = peek, let digit = Hex.value(byte) else { throw failure("expected four hex digits") }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The next byte that is no white space.
    private mutating func next() -> UInt8? {
        while let byte = peek {
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
            index += 1
        }
        return nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        index += 1
        return true
    }

    private func failure(_ detail: String) -> ChainError {
        let read = bytes[..<min(index, bytes.count)]
        let line = read.count { $0 == 0x0a } + 1
        let column = read.count - (read.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0) + 1
        return ChainError(.upstreamInvalid, "The text is not JSON: line \(line), column \(column): \(detail).")
    }
}
