import AdapterSet
import ChainConformance
import ChainKit
import Foundation

/// The adapters of this repository, with their own exchange files.
enum BuiltIn {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("conformance/exchanges")

    /// EVM, the fastest, before all others. An adapter whose chains only a configuration knows has no files of its own.
    static let ids = AdapterSet.kinds.filter { $0.namespace != nil }.map(\.id).sorted { one, other in
        one == "evm" && other != "evm"
    }

    /// Lends an adapter, and ends its connections afterwards.
    /// - Parameter files: `nil` is all of its own.
    static func with<Value: Sendable>(
        _ id: String, files: [ExchangeFile]? = nil, _ body: (AdapterUnderTest) async throws -> Value
    ) async throws -> Value {
        guard let kind = AdapterSet.kinds.first(where: { $0.id == id }) else { throw Missing(id: id) }
        let files = try files ?? ExchangeFile.load([folder.appending(path: id).path])
        let bench = try ExchangeBench()
        let value = try await body(AdapterUnderTest(kind, id: id, files: files, bench: bench))
        await bench.close()
        return value
    }

    /// Lends an adapter with some of its own files, by their names, and in them only what the requirements are derived from:
    /// accepted and marked cases, of proofs and deliveries two.
    static func with<Value: Sendable>(
        _ id: String, pared names: [String], _ body: (AdapterUnderTest) async throws -> Value
    ) async throws -> Value {
        let files = try names.map { name in
            let path = folder.appending(path: "\(id)/\(name).json")
            var file = try JSONValue(parsing: [UInt8](Data(contentsOf: path))).members ?? [:]
            var signed = 0
            let cases = (file["cases"]?.elements ?? []).filter { one in
                let expected = one["expected"]
                if expected?["accept"] != nil || expected?["answer"] != nil {
                    signed += 1
                    return signed <= 2
                }
                return one["requirement"] != nil || expected?["holds"] != nil || expected?["paid"] != nil
            }
            file["cases"] = .array(cases)
            return try ExchangeFile(parsing: JSONValue.object(file).jsonBytes, path: path.path)
        }
        return try await with(id, files: files, body)
    }

    struct Missing: Error {
        let id: String
    }
}
