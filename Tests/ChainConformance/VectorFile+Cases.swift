import ChainConformance
import ChainKit

extension VectorFile {
    /// A file with one case for each expectation, named `1`, `2`, … and all of operation `op`.
    static func expecting(_ expectations: [JSONValue], op: String = "op", topic: String = "topic") throws -> VectorFile {
        let cases: [JSONValue] = expectations.enumerated().map { index, expected in
            [
                "name": .string(String(index + 1)), "op": .string(op), "inputs": ["index": .integer(Int64(index))],
                "expected": expected, "reason": "because", "source": "a standard",
            ]
        }
        let value: JSONValue = ["topic": .string(topic), "format_version": 1, "notes": "", "cases": .array(cases)]
        return try VectorFile(parsing: value.jsonBytes, path: "\(topic).json")
    }
}
