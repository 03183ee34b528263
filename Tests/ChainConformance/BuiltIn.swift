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

    struct Missing: Error {
        let id: String
    }
}
