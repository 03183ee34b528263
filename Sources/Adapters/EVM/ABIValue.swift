import ChainKit

/// A value of the contract ABI.
enum ABIValue: Sendable, Hashable {
    case uint(Amount)
    case address(EVMAddress)
    case bool(Bool)
    /// Of `bytes` and of `bytes1` to `bytes32`.
    case bytes([UInt8])
    case string(String)
    /// Of arrays and of tuples.
    case list([ABIValue])
}

extension ABIValue {
    /// Lays the values out as the arguments of a call: heads, then what the heads point to.
    /// - Throws: `parameters_invalid` when a value is not of its type.
    static func encode(_ values: [ABIValue], as types: [ABIType]) throws(ChainError) -> [UInt8] {
        guard values.count == types.count else {
            throw ChainError(.parametersInvalid, "\(types.count) ABI values are needed; there are \(values.count).")
        }
        var offset = types.reduce(0) { $0 + $1.headWords } * 32
        var heads: [UInt8] = []
        var tails: [UInt8] = []
        heads.reserveCapacity(offset)
        for (value, type) in zip(values, types) {
            let encoded = try value.encoded(as: type)
            if type.isDynamic {
                heads += word(offset)
                tails += encoded
                offset += encoded.count
            } else {
                heads += encoded
            }
        }
        return heads + tails
    }

    private func encoded(as type: ABIType) throws(ChainError) -> [UInt8] {
        switch (self, type) {
        case (.uint(let amount), .uint(let bits)):
            guard amount.bigEndianBytes(count: bits / 8) != nil, let word = amount.bigEndianBytes(count: 32) else {
                throw ChainError(.parametersInvalid, "\(amount) does not fit uint\(bits).")
            }
            return word
        case (.address(let address), .address): return [UInt8](repeating: 0, count: 12) + address.bytes
        case (.bool(let flag), .bool): return Self.word(flag ? 1 : 0)
        case (.bytes(let bytes), .fixedBytes(let count)) where bytes.count == count: return Self.padded(bytes)
        case (.bytes(let bytes), .bytes): return Self.word(bytes.count) + Self.padded(bytes)
        case (.string(let text), .string): return Self.word(text.utf8.count) + Self.padded(Array(text.utf8))
        case (.list(let elements), .array(let element, let count)) where count == nil || count == elements.count:
            return (count == nil ? Self.word(elements.count) : [])
                + (try Self.encode(elements, as: .init(repeating: element, count: elements.count)))
        case (.list(let elements), .tuple(let members)): return try Self.encode(elements, as: members)
        default: throw ChainError(.parametersInvalid, "An ABI value is not of its type.")
        }
    }

    private static func word(_ number: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: 24) + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - $0 * 8)) }
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
    }
}
