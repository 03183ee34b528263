import ChainKit
import Foundation
import HTTPTypes
import Synchronization

@testable import Host

/// Keeps what the server answered, for the check of every response against the OpenAPI document that follows the tests
/// when `GATEHOUSE_EXCHANGES` names a folder.
final class ExchangeLog: Sendable {
    private let operations: [APIOperation]
    private let lines = Mutex<[JSONValue]>([])

    init(operations: [APIOperation]) { self.operations = operations }

    func record(_ method: HTTPRequest.Method, _ path: String, _ reply: TestReply) {
        let line: JSONValue = [
            "operation_id": .text(operation(method, path)?.id), "method": .string(method.rawValue), "path": .string(path),
            "status": .integer(Int64(reply.status)), "content_type": .text(reply.headers[.contentType]), "body": reply.body,
        ]
        lines.withLock { $0.append(line) }
    }

    func save(openapi: JSONValue) throws {
        guard let folder = ProcessInfo.processInfo.environment["GATEHOUSE_EXCHANGES"] else { return }
        try openapi.json.write(toFile: "\(folder)/openapi.json", atomically: true, encoding: .utf8)
        let text = lines.withLock { $0 }.map { $0.json + "\n" }.joined()
        try text.write(toFile: "\(folder)/\(UUID().uuidString).ndjson", atomically: true, encoding: .utf8)
    }

    private func operation(_ method: HTTPRequest.Method, _ path: String) -> APIOperation? {
        let steps = path.prefix { $0 != "?" }.split(separator: "/")
        let fitting = operations.filter { operation in
            let template = operation.path.split(separator: "/")
            return operation.method == (method == .head ? .get : method) && template.count == steps.count
                && zip(template, steps).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return fitting.first { !$0.path.contains("{") } ?? fitting.first
    }
}
