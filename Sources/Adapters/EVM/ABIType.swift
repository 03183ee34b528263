import ChainKit

/// A type of the contract ABI (Solidity ABI specification, "Types").
indirect enum ABIType: Sendable, Hashable {
    /// `uint8` to `uint256`.
    case uint(bits: Int)
    case address
    case bool
    /// `bytes1` to `bytes32`.
    case fixedBytes(Int)
    case bytes
    case string
    /// `T[]`, or `T[count]`.
    case array(ABIType, count: Int?)
    case tuple([ABIType])

    /// Whether the value stands behind the heads and an offset in its place.
    var isDynamic: Bool {
        switch self {
        case .uint, .address, .bool, .fixedBytes: false
        case .bytes, .string: true
        case .array(let element, let count): count == nil || element.isDynamic
        case .tuple(let members): members.contains(where: \.isDynamic)
        }
    }

    /// Words the value takes among the heads.
    var headWords: Int {
        switch self {
        case .array(let element, let count?) where !isDynamic: count * element.headWords
        case .tuple(let members) where !isDynamic: members.reduce(0) { $0 + $1.headWords }
        default: 1
        }
    }
}

extension ABIType {
    /// Reads a type's canonical name, such as `(address,bool,bytes)[]`.
    /// - Throws: `parameters_invalid` naming what cannot be read.
    init(_ name: String) throws(ChainError) {
        var parser = ABITypeParser(name)
        self = try parser.type()
        try parser.end()
    }
}
