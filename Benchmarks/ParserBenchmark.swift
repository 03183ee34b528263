import AdapterSet
import ChainConformance
import ChainKit
import Foundation

/// What reading sign-in texts costs, and whether any parser's time grows faster than its input.
enum ParserBenchmark {
    static func run() async throws -> [Row] {
        [
            try await row("SIWE", op: "siwe.parse", topic: "siwe_parse"),
            try await row("SIWS", op: "siws.parse", topic: "solana_siws"),
        ]
    }

    private static func row(_ name: String, op: String, topic: String) async throws -> Row {
        let vectors = try VectorFile.load(["conformance/vectors/\(topic).json"]).flatMap(\.cases)
        guard let parse = AdapterSet.vectorOps.first(where: { $0.name == op }),
            let inputs = vectors.filter({ $0.op == op && $0.expected["verdict"] == "accept" }).map(\.inputs)
                .max(by: { $0.json.utf8.count < $1.json.utf8.count })
        else { throw BenchmarkError.unexpected("no case of \(op)") }
        let bytes = inputs.jsonBytes
        let (rate, base) = try await InTurns.rates({
            guard try await parse.run(inputs).verdict == "accept" else {
                throw BenchmarkError.unexpected("a right text was refused")
            }
        }) { _ = try JSONValue(parsing: bytes) }
        return Row(name: "\(name) parsing", rate: rate, base: "the same bytes as JSON", baseRate: base, promise: nil)
    }

    /// Gives every operation inputs of 64 KiB: each text of each kind of case, stretched in several ways.
    /// - Returns: whether all were answered within 50 ms.
    static func worst() async throws -> Bool {
        let cases = Dictionary(grouping: try VectorFile.load(["conformance/vectors"]).flatMap(\.cases), by: \.op)
        var isKept = true
        // Base 58 is written of keys and signatures alone, so its square time never sees more than 64 bytes.
        for op in AdapterSet.vectorOps where op.name != "base58.encode" {
            let examples = (cases[op.name] ?? []).filter { $0.expected["verdict"] == "accept" }.prefix(3)
            guard !examples.isEmpty else { continue }
            var slowest = (milliseconds: 0.0, inputs: JSONValue.null)
            for inputs in examples.flatMap({ Stretch.inputs(of: $0.inputs) }) + Stretch.special(for: op.name) {
                let start = ContinuousClock.now
                _ = try? await op.run(inputs)
                let milliseconds = start.duration(to: .now) / .milliseconds(1)
                if milliseconds > slowest.milliseconds { slowest = (milliseconds, inputs) }
            }
            let isFast = slowest.milliseconds < 50
            isKept = isKept && isFast
            let verdict = isFast ? "" : " ABOVE the promised 50, with \(slowest.inputs.json.prefix(300))"
            print("  \(op.name): \(String(format: "%.2f", slowest.milliseconds)) ms\(verdict)")
        }
        return isKept
    }
}

/// Inputs of 64 KiB that take a parser with a loop in a loop a long time.
enum Stretch {
    private static let size = 64 << 10

    /// Each text of the value, by itself, stretched.
    static func inputs(of value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let members):
            members.flatMap { name, member in
                inputs(of: member).map { .object(members.merging([name: $0]) { _, stretched in stretched }) }
            }
        case .array(let elements):
            elements.indices.prefix(3).flatMap { index in
                inputs(of: elements[index]).map { stretched in
                    var elements = elements
                    elements[index] = stretched
                    return JSONValue.array(elements)
                }
            }
        case .string(let text): stretched(text).map(JSONValue.string)
        default: []
        }
    }

    private static func stretched(_ text: String) -> [String] {
        if text.utf8.count >= 8, let bytes = Hex.decode(text) {
            let prefix = text.hasPrefix("0x") ? "0x" : ""
            return stretched(bytes).map { prefix + Hex.encode($0) }
        }
        if text.utf8.count >= 16, text.utf8.count.isMultiple(of: 4), let data = Data(base64Encoded: text) {
            return stretched(Array(data)).map { Data($0).base64EncodedString() }
        }
        let patterns = ["1", "z", " ", "\n", "- a\n", "(", "[", "%", "é", "https://a.example/", "uint256,"]
        return patterns.map { text + repeated(Array($0.utf8)) } + patterns.map { repeated(Array($0.utf8)) + text }
            + ["\n", " ", "- a\n"].map { text + repeated(Array($0.utf8)) + "x" } + [repeated(Array(text.utf8))]
    }

    private static func stretched(_ bytes: [UInt8]) -> [[UInt8]] {
        let fills: [[UInt8]] = [[0], [1], [0xff], bytes.isEmpty ? [0] : bytes]
        let middle = bytes.count / 2
        return fills.flatMap { fill in
            let run = repeatedBytes(fill)
            return [bytes + run, Array(bytes[..<middle]) + run + Array(bytes[middle...])]
        }
    }

    private static func repeated(_ pattern: [UInt8]) -> String {
        String(decoding: repeatedBytes(pattern), as: UTF8.self)
    }

    private static func repeatedBytes(_ pattern: [UInt8]) -> [UInt8] {
        pattern.isEmpty ? [] : (0..<(size / pattern.count)).flatMap { _ in pattern }
    }

    /// Inputs that only make sense to one operation.
    static func special(for op: String) -> [JSONValue] {
        guard op == "abi.decode" else { return [] }
        // A thousand elements that all lie at the same 32 KiB.
        func word(_ number: Int) -> [UInt8] { (Amount(UInt64(number)).bigEndianBytes(count: 32) ?? []) }
        let count = 1000
        var data = word(32) + word(count)
        for _ in 0..<count { data += word(count * 32) }
        data += word(32 << 10) + [UInt8](repeating: 7, count: 32 << 10)
        return [["types": ["bytes[]"], "data": .string("0x" + Hex.encode(data))]]
    }
}
