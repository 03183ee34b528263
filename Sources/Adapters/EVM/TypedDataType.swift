import ChainKit

/// A type that typed data may name (EIP-712, "Definition of typed structured data").
indirect enum TypedDataType: Sendable, Hashable {
    /// `uint8` to `uint256`; the aliases without a size are not part of EIP-712.
    case uint(bits: Int)
    /// `int8` to `int256`.
    case int(bits: Int)
    case address
    case bool
    /// `bytes1` to `bytes32`.
    case fixedBytes(Int)
    case bytes
    case string
    /// `T[]`, or `T[count]`.
    case array(TypedDataType, count: Int?)
    case structure(String)

    /// More brackets behind one another are refused.
    static let dimensionLimit = 8

    /// Reads a type's name; a name that is none of EIP-712's own is taken for a structure's.
    /// - Returns: `nil` when it is no name of a type.
    init?(_ name: some StringProtocol) {
        let base = name.prefix { $0 != "[" }
        guard let element = Self.plain(String(base)) else { return nil }
        var type = element
        var rest = Array(name.utf8.dropFirst(base.utf8.count))[...]
        var dimensions = 0
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")), rest.first == UInt8(ascii: "[") else { return nil }
            let digits = rest[(rest.startIndex + 1)..<end]
            let count = Self.number(digits)
            dimensions += 1
            guard digits.isEmpty || count != nil, dimensions <= Self.dimensionLimit else { return nil }
            type = .array(type, count: count)
            rest = rest[(end + 1)...]
        }
        self = type
    }

    /// The structure behind all brackets, if it is one.
    var structure: String? {
        switch self {
        case .structure(let name): name
        case .array(let element, _): element.structure
        default: nil
        }
    }

    /// A letter, `_` or `$`, then also digits: nothing that could end a name inside an encoded type.
    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !URIGrammar.isDigit(first), name.utf8.count <= 128 else { return false }
        return name.utf8.allSatisfy {
            URIGrammar.isLetter($0) || URIGrammar.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
        }
    }

    private static func plain(_ name: String) -> TypedDataType? {
        switch name {
        case "address": return .address
        case "bool": return .bool
        case "bytes": return .bytes
        case "string": return .string
        case "int", "uint": return nil
        default: break
        }
        for prefix in ["uint", "int", "bytes"] where name.hasPrefix(prefix) {
            let size = name.utf8.dropFirst(prefix.utf8.count)
            guard size.allSatisfy(URIGrammar.isDigit) else { break }
            return number(size).flatMap { sized(prefix, $0) }
        }
        return isIdentifier(name) ? .structure(name) : nil
    }

    private static func sized(_ prefix: String, _ size: Int) -> TypedDataType? {
        if prefix == "bytes" { return (1...32).contains(size) ? .fixedBytes(size) : nil }
        guard (8...256).contains(size), size.isMultiple(of: 8) else { return nil }
        return prefix == "int" ? .int(bits: size) : .uint(bits: size)
    }

    /// One to four digits without a leading zero.
    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...4).contains(digits.count), digits.first != UInt8(ascii: "0"), digits.allSatisfy(URIGrammar.isDigit) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
