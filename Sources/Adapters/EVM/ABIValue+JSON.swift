import ChainKit

/// ABI values as vector files write them: numbers as decimal strings, bytes as hex, arrays and tuples as lists.
extension ABIValue {
    var json: JSONValue {
        switch self {
        case .uint(let amount): .string(amount.description)
        case .address(let address): .string(address.text)
        case .bool(let flag): .bool(flag)
        case .bytes(let bytes): .string(Hex.encode(bytes, prefixed: true))
        case .string(let text): .string(text)
        case .list(let elements): .array(elements.map(\.json))
        }
    }

    /// Reads the values of several types from a list.
    /// - Throws: `parameters_invalid` when there are more or fewer, or one is not of its type.
    static func list(_ json: JSONValue?, as types: [ABIType]) throws(ChainError) -> [ABIValue] {
        guard let elements = json?.elements, elements.count == types.count else {
            throw ChainError(.parametersInvalid, "\(types.count) ABI values are needed.")
        }
        var values: [ABIValue] = []
        for (element, type) in zip(elements, types) { values.append(try ABIValue(element, as: type)) }
        return values
    }

    private init(_ json: JSONValue, as type: ABIType) throws(ChainError) {
        switch (type, json) {
        case (.bool, .bool(let flag)): self = .bool(flag)
        case (.string, .string(let text)): self = .string(text)
        case (.address, .string(let text)): self = .address(try EVMAddress(text.utf8))
        case (.tuple(let members), _): self = .list(try Self.list(json, as: members))
        case (.array(let element, let count), .array(let elements)):
            self = .list(try Self.list(json, as: .init(repeating: element, count: count ?? elements.count)))
        default:
            let text = json.whole.map { String($0) } ?? json.text ?? ""
            if case .uint = type, let amount = Amount(text) {
                self = .uint(amount)
            } else if type == .bytes || type.isFixedBytes, let bytes = Hex.decode(text) {
                self = .bytes(bytes)
            } else {
                throw ChainError(.parametersInvalid, "\(json.kind) is no value of the ABI type that is needed.")
            }
        }
    }
}

extension ABIType {
    fileprivate var isFixedBytes: Bool { if case .fixedBytes = self { true } else { false } }
}
