import ChainKit
import HTTPTypes

@testable import Host

/// Calls any operation from its own description, so that a new route is tested without a line about it.
struct OperationCalls: Sendable {
    let server: TestServer
    /// Of a user who is signed in.
    let token: String

    static let wallet = "7BgBvyjrZX1YKz4oh9mjb8ZScatkkwb8DzFx7LoiVkM3"

    /// Path parameters by name, each with a value that exists.
    private static let paths = ["campaign": "open", "group_id": "7", "chain": MemoryGuild.chainName]
    private static let queries = [
        "wallet": wallet, "address": wallet, "chain": "sol", "limit": "1", "offset": "0", "active": "true",
        "discord_id": "100000000000000001",
    ]

    /// The operation's path with values that exist, without a query.
    func path(_ operation: APIOperation, with values: [String: String] = [:]) -> String {
        operation.parameters.filter { $0.place == .path }.reduce(operation.path) { path, parameter in
            path.replacing("{\(parameter.name)}", with: values[parameter.name] ?? Self.paths[parameter.name] ?? "1")
        }
    }

    /// A query with everything the operation requires, and what is asked for besides.
    func query(_ operation: APIOperation, without name: String? = nil, adding extra: [String] = []) -> String {
        let required = operation.parameters.filter { $0.place == .query && $0.isRequired && $0.name != name }
        let pairs = required.map { "\($0.name)=\(Self.queries[$0.name] ?? "x")" } + extra
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// A value of the query parameter that is right.
    func right(_ parameter: APIOperation.Parameter) -> String { Self.queries[parameter.name] ?? "x" }

    /// A body with everything of the right type, though not necessarily true.
    func body(_ operation: APIOperation) -> JSONValue {
        guard let schema = operation.body else { return [:] }
        return Self.sample(schema)
    }

    func send(
        _ operation: APIOperation, path: String? = nil, query: String? = nil, body: [UInt8]? = nil,
        contentType: String = "application/json", isSignedIn: Bool = true, method: HTTPRequest.Method? = nil
    ) async throws -> TestReply {
        let target = (path ?? self.path(operation)) + (query ?? self.query(operation))
        let method = method ?? operation.method
        let hasBody = operation.body != nil && method == operation.method
        var headers: HTTPFields = method == .get || method == .head ? [:] : [.contentType: contentType]
        if operation.authenticate != nil { headers[.authorization] = "Bot \(MemoryGuild.botKey)" }
        return try await server.send(
            method, target, token: isSignedIn && operation.needsUser ? token : nil, headers: headers,
            body: body ?? (hasBody ? self.body(operation).jsonBytes : nil))
    }

    static func sample(_ schema: JSONValue) -> JSONValue {
        var schema = schema
        if let name = schema["$ref"]?.text?.split(separator: "/").last { schema = Schemas.all[String(name)] ?? [:] }
        let type = schema["type"]?.text ?? schema["type"]?[0]?.text
        switch type {
        case "object":
            let required = schema["required"]?.elements?.compactMap(\.text) ?? []
            let properties = schema["properties"]?.members?.filter { required.contains($0.key) } ?? [:]
            return .object(properties.mapValues(sample))
        case "array": return [sample(schema["items"] ?? [:])]
        case "integer": return schema["minimum"] ?? 1
        case "boolean": return true
        default: return .string(wallet)
        }
    }
}

extension TestServer {
    /// The operations with a user who is signed in.
    func operationCalls(_ wallet: TestWallet? = nil) async throws -> OperationCalls {
        OperationCalls(server: self, token: try await token(of: wallet ?? TestWallet("sol", 200)))
    }
}
