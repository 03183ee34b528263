import ChainKit

/// Reads what a contract returned, and nothing that only looks like it.
///
/// A word that does not fit its type, an offset or a length past the end, padding that is not zero, and an encoding that
/// reads one word twice are refused. Words after the last value are legal (Solidity ABI specification, "Strict Mode").
struct ABIDecoder {
    private let data: [UInt8]
    /// Words that may still be read. An honest encoding uses each word once, so this bounds time and memory by the size
    /// of the data, wherever its offsets point.
    private var budget: Int

    /// - Throws: `upstream_invalid` saying what is wrong with the data.
    static func decode(_ data: [UInt8], as types: [ABIType]) throws(ChainError) -> [ABIValue] {
        guard !data.isEmpty || types.isEmpty else { throw invalid("there is no data, as from an address without code") }
        guard data.count.isMultiple(of: 32) else { throw invalid("\(data.count) bytes are no whole number of words") }
        var decoder = ABIDecoder(data: data, budget: data.count / 32)
        return try decoder.values(types, at: 0)
    }

    /// Values laid out as heads from `start` on; offsets count from there.
    private mutating func values(_ types: [ABIType], at start: Int) throws(ChainError) -> [ABIValue] {
        var position = start
        var values: [ABIValue] = []
        for type in types {
            if type.isDynamic {
                let offset = try number(at: position)
                position += 32
                guard offset.isMultiple(of: 32), offset <= data.count - start else {
                    throw Self.invalid("an offset points outside the data")
                }
                values.append(try value(type, at: start + offset))
            } else {
                values.append(try value(type, at: position))
                position += type.headWords * 32
            }
        }
        return values
    }

    private mutating func value(_ type: ABIType, at position: Int) throws(ChainError) -> ABIValue {
        switch type {
        case .uint(let bits): return .uint(Amount(bigEndian: try word(at: position, zeros: 32 - bits / 8)))
        case .address:
            guard let address = EVMAddress(bytes: try word(at: position, zeros: 12)) else {
                throw Self.invalid("an address has not 20 bytes")
            }
            return .address(address)
        case .bool:
            switch try word(at: position, zeros: 31).first {
            case 0: return .bool(false)
            case 1: return .bool(true)
            default: throw Self.invalid("a boolean is neither 0 nor 1")
            }
        case .fixedBytes(let count):
            return .bytes(Array(try padded(count, at: position)))
        case .bytes:
            return .bytes(Array(try padded(try number(at: position), at: position + 32)))
        case .string:
            let bytes = try padded(try number(at: position), at: position + 32)
            guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.invalid("a string is not UTF-8") }
            return .string(text)
        case .array(let element, let count):
            return .list(try elements(of: element, count: count, at: position))
        case .tuple(let members):
            return .list(try values(members, at: position))
        }
    }

    private mutating func elements(of element: ABIType, count: Int?, at position: Int) throws(ChainError) -> [ABIValue] {
        if let count { return try values(.init(repeating: element, count: count), at: position) }
        let count = try number(at: position)
        // Each element takes at least a word, so a longer array cannot be there; checked before memory is taken for it.
        guard count <= budget else { throw Self.invalid("an array is longer than the data") }
        return try values(.init(repeating: element, count: count), at: position + 32)
    }

    /// A word as an offset or a length.
    private mutating func number(at position: Int) throws(ChainError) -> Int {
        let low = try word(at: position, zeros: 25)
        return low.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The bytes of a word behind the `zeros` leading ones that must be zero.
    private mutating func word(at position: Int, zeros: Int) throws(ChainError) -> ArraySlice<UInt8> {
        let word = try take(32, at: position)
        guard word.prefix(zeros).allSatisfy({ $0 == 0 }) else { throw Self.invalid("a number is too large for its type") }
        return word.dropFirst(zeros)
    }

    /// `count` bytes whose last word is filled up with zeros.
    private mutating func padded(_ count: Int, at position: Int) throws(ChainError) -> ArraySlice<UInt8> {
        guard count <= data.count else { throw Self.invalid("a length points outside the data") }
        let bytes = try take((count + 31) / 32 * 32, at: position)
        guard bytes.dropFirst(count).allSatisfy({ $0 == 0 }) else { throw Self.invalid("the padding is not zero") }
        return bytes.prefix(count)
    }

    private mutating func take(_ count: Int, at position: Int) throws(ChainError) -> ArraySlice<UInt8> {
        guard position <= data.count, count <= data.count - position else { throw Self.invalid("the data is too short") }
        budget -= count / 32
        guard budget >= 0 else { throw Self.invalid("an offset points to a word that was already read") }
        return data[position..<(position + count)]
    }

    private static func invalid(_ what: String) -> ChainError {
        ChainError(.upstreamInvalid, "The contract's answer is not ABI-encoded as asked: \(what).")
    }
}
