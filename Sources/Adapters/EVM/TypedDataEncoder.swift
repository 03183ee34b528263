import ChainCrypto
import ChainKit

/// Encodes values by their structures (EIP-712, "encodeData"), each value once, in time that grows with its size.
struct TypedDataEncoder {
    /// Deeper values are refused; structures may refer to themselves.
    static let depthLimit = 32

    let schema: TypedDataSchema
    private var typeHashes: [String: [UInt8]] = [:]

    init(_ schema: TypedDataSchema) { self.schema = schema }

    mutating func hash(_ name: String, _ value: JSONValue?, at pointer: String) throws(ChainError) -> [UInt8] {
        Keccak256.hash(try encode(name, value, at: pointer, depth: 0))
    }

    /// The hash of the structure's type and a word a member.
    /// - Throws: `parameters_invalid` with a pointer to the value that does not fit.
    mutating func encode(
        _ name: String, _ value: JSONValue?, at pointer: String, depth: Int
    ) throws(ChainError) -> [UInt8] {
        guard let members = schema.structures[name] else {
            throw Self.invalid(pointer, "\"types\" has no structure \"\(name)\".")
        }
        guard let values = value?.members else { throw Self.invalid(pointer, "A \(name) is an object.") }
        guard depth < Self.depthLimit else { throw Self.tooDeep(pointer) }
        var encoded = typeHash(of: name)
        for member in members {
            let place = JSONPointer.member(member.name, of: pointer)
            guard let value = values[member.name] else {
                throw Self.invalid(place, "The \(name) has no \"\(member.name)\".")
            }
            encoded += try word(member.type, value, at: place, depth: depth + 1)
        }
        guard values.count == members.count else {
            throw Self.invalid(pointer, "A \(name) has no members but \(members.map(\.name).joined(separator: ", ")).")
        }
        return encoded
    }

    private mutating func word(
        _ type: TypedDataType, _ value: JSONValue, at pointer: String, depth: Int
    ) throws(ChainError) -> [UInt8] {
        switch (type, value) {
        case (.structure(let name), _):
            return Keccak256.hash(try encode(name, value, at: pointer, depth: depth))
        case (.array(let element, let count), .array(let elements)) where count ?? elements.count == elements.count:
            guard depth < Self.depthLimit else { throw Self.tooDeep(pointer) }
            var words: [UInt8] = []
            words.reserveCapacity(elements.count * 32)
            for (index, one) in elements.enumerated() {
                words += try word(element, one, at: "\(pointer)/\(index)", depth: depth + 1)
            }
            return Keccak256.hash(words)
        case (.string, .string(let text)): return Keccak256.hash(Array(text.utf8))
        case (.bool, .bool(let flag)): return [UInt8](repeating: 0, count: 31) + [flag ? 1 : 0]
        default: break
        }
        guard let word = Self.atom(type, value) else {
            throw Self.invalid(pointer, "\(value.kind) does not fit its type \(type).")
        }
        return word
    }

    private static func atom(_ type: TypedDataType, _ value: JSONValue) -> [UInt8]? {
        switch type {
        case .bytes: return hex(value).map { Keccak256.hash($0) }
        case .fixedBytes(let count):
            return hex(value).flatMap { $0.count == count ? $0 + [UInt8](repeating: 0, count: 32 - count) : nil }
        case .address:
            return value.text.flatMap { try? EVMAddress($0.utf8) }.map { [UInt8](repeating: 0, count: 12) + $0.bytes }
        case .uint(let bits): return number(value, bits: bits, isSigned: false)
        case .int(let bits): return number(value, bits: bits, isSigned: true)
        default: return nil
        }
    }

    private static func hex(_ value: JSONValue) -> [UInt8]? {
        guard let text = value.text, text.hasPrefix("0x") else { return nil }
        return Hex.decode(text)
    }

    /// A whole number, as such or as a string of decimal digits, or of hex digits after `0x`, in two's complement.
    private static func number(_ value: JSONValue, bits: Int, isSigned: Bool) -> [UInt8]? {
        guard var digits = (value.whole.map { String($0) } ?? value.text)?[...] else { return nil }
        let isNegative = isSigned && digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        guard let magnitude = magnitude(digits)?.bigEndianBytes(count: bits / 8) else { return nil }
        var bytes = magnitude
        if isNegative {
            var carry = true
            for index in bytes.indices.reversed() {
                let inverted = ~bytes[index]
                bytes[index] = carry ? inverted &+ 1 : inverted
                carry = carry && inverted == 0xff
            }
        }
        // The sign bit tells whether the number fits: -129 in 8 bits would read as 127.
        if isSigned, (bytes[0] >> 7 == 1) != isNegative { return nil }
        return [UInt8](repeating: isNegative ? 0xff : 0, count: 32 - bytes.count) + bytes
    }

    private static func magnitude(_ digits: Substring) -> Amount? {
        guard digits.hasPrefix("0x") else { return Amount(String(digits)) }
        let hex = digits.dropFirst(2)
        guard (1...64).contains(hex.utf8.count) else { return nil }
        return Hex.decode(hex.utf8.count.isMultiple(of: 2) ? String(hex) : "0" + hex).map { Amount(bigEndian: $0) }
    }

    private mutating func typeHash(of name: String) -> [UInt8] {
        if let known = typeHashes[name] { return known }
        let hash = schema.typeHash(of: name)
        typeHashes[name] = hash
        return hash
    }

    private static func tooDeep(_ pointer: String) -> ChainError {
        invalid(pointer, "The value is nested deeper than \(depthLimit).")
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.parametersInvalid, message, pointer: pointer)
    }
}
