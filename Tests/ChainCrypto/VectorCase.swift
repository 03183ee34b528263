import Foundation
import Testing

/// A case of a file in `conformance/vectors`, its inputs and outcome as text.
struct VectorCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let op: String
    let inputs: [String: String]
    let expected: [String: Expectation]

    enum Expectation: Decodable, Sendable, Equatable {
        case text(String)
        case flag(Bool)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = (try? container.decode(Bool.self)).map(Expectation.flag) ?? .other
            }
        }
    }

    private struct File: Decodable { let cases: [VectorCaseOfAnyShape] }

    /// Files mix operations, and some inputs are lists; those are left out with their operations.
    private struct VectorCaseOfAnyShape: Decodable {
        let value: VectorCase?
        init(from decoder: any Decoder) throws { value = try? VectorCase(from: decoder) }
    }

    var testDescription: String { name }

    /// The cases of one operation.
    static func of(_ op: String, in topic: String, from path: String = #filePath) throws -> [VectorCase] {
        let root = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "conformance/vectors/\(topic).json")
        let cases = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases.compactMap(\.value)
        return cases.filter { $0.op == op }
    }

    func bytes(_ name: String) throws -> [UInt8] { try Self.bytes(hex: #require(inputs[name])) }

    func expectedBytes(_ name: String) throws -> [UInt8]? {
        guard case .text(let hex)? = expected[name] else { return nil }
        return try Self.bytes(hex: hex)
    }

    func expects(_ verdict: String, as name: String = "verdict") -> Bool { expected[name] == .text(verdict) }

    static func bytes(hex: String) throws -> [UInt8] {
        let digits = Array((hex.hasPrefix("0x") ? hex.dropFirst(2) : hex[...]).utf8)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(decoding: digits[$0..<min($0 + 2, digits.count)], as: UTF8.self), radix: 16))
        }
    }
}
