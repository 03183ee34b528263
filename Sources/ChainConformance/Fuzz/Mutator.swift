import ChainKit
import Foundation

/// Spoils the inputs of vector cases: one text or number of them at a time, as bytes where it is hex or base 64.
struct Mutator {
    private var numbers: SeededNumbers
    /// Bytes no input grows past.
    private static let longest = 64 << 10

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    /// The value with one of its leaves spoilt; as it is when it has none.
    mutating func spoil(_ value: JSONValue) -> JSONValue {
        let leaves = Self.leaves(of: value)
        guard !leaves.isEmpty else { return value }
        return spoil(value, at: leaves[Int.random(in: leaves.indices, using: &numbers)][...])
    }

    private mutating func spoil(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
        switch value {
        case .object(var members):
            guard let name = path.first, let member = members[name] else { return value }
            members[name] = spoil(member, at: path.dropFirst())
            return .object(members)
        case .array(var elements):
            guard let index = path.first.flatMap({ Int($0) }) else { return value }
            elements[index] = spoil(elements[index], at: path.dropFirst())
            return .array(elements)
        case .string(let text): return .string(spoil(text))
        case .integer(let whole): return .integer(spoil(whole))
        default: return value
        }
    }

    private static func leaves(of value: JSONValue) -> [[String]] {
        switch value {
        case .string, .integer: [[]]
        case .object(let members):
            members.keys.sorted().flatMap { name in leaves(of: members[name] ?? .null).map { [name] + $0 } }
        case .array(let elements):
            elements.indices.flatMap { index in leaves(of: elements[index]).map { ["\(index)"] + $0 } }
        default: []
        }
    }

    private mutating func spoil(_ text: String) -> String {
        let prefix = text.hasPrefix("0x") ? "0x" : ""
        if text.utf8.count >= 8, let bytes = Hex.decode(text) { return prefix + Hex.encode(spoil(bytes)) }
        if text.utf8.count >= 16, text.utf8.count.isMultiple(of: 4), let data = Data(base64Encoded: text) {
            return Data(spoil(Array(data))).base64EncodedString()
        }
        return String(decoding: spoil(Array(text.utf8)), as: UTF8.self)
    }

    private mutating func spoil(_ whole: Int64) -> Int64 {
        let edges: [Int64] = [0, 1, -1, .max, .min, whole &+ 1, whole &- 1, whole &* 2, 1 << 31, 1 << 53, 255, 256, 65_536]
        return edges.randomElement(using: &numbers) ?? whole
    }

    private mutating func spoil(_ bytes: [UInt8]) -> [UInt8] {
        var spoilt = bytes
        for _ in 0..<Int.random(in: 1...3, using: &numbers) { spoilt = spoilOnce(spoilt) }
        return Array(spoilt.prefix(Self.longest))
    }

    private mutating func spoilOnce(_ bytes: [UInt8]) -> [UInt8] {
        var spoilt = bytes
        let range = somewhere(in: bytes)
        switch Int.random(in: 0..<9, using: &numbers) {
        case 0 where !bytes.isEmpty:
            spoilt[range.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        case 1 where !bytes.isEmpty:
            spoilt[range.lowerBound] = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x20, 0x22].randomElement(using: &numbers) ?? 0
        case 2: spoilt.removeSubrange(range)
        case 3: spoilt.insert(contentsOf: bytes[range], at: range.lowerBound)
        case 4: spoilt.removeSubrange(range.lowerBound...)
        case 5: spoilt.append(contentsOf: (0..<Int.random(in: 1...40, using: &numbers)).map { _ in random() })
        case 6:
            let run = Array(bytes[range].prefix(64))
            let times = run.isEmpty ? 0 : min(1000, 16_384 / run.count)
            spoilt.insert(contentsOf: (0..<times).flatMap { _ in run }, at: range.lowerBound)
        case 7: for index in range.prefix(8) { spoilt[index] = 0xff }
        default: for index in range.prefix(16) { spoilt[index] = random() }
        }
        return spoilt
    }

    private mutating func random() -> UInt8 { UInt8.random(in: 0...255, using: &numbers) }

    private mutating func somewhere(in bytes: [UInt8]) -> Range<Int> {
        guard !bytes.isEmpty else { return 0..<0 }
        let start = Int.random(in: bytes.indices, using: &numbers)
        return start..<Int.random(in: start + 1...bytes.count, using: &numbers)
    }
}
