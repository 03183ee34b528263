import ChainKit
import HTTPTypes

/// The OpenAPI 3.1 description of the API, made from its operations.
enum OpenAPIDocument {
    /// The route that serves the document; it describes itself too.
    static func operation(describing operations: [APIOperation], server: String) -> APIOperation {
        func route(_ document: JSONValue) -> APIOperation {
            APIOperation(
                id: "openapi", method: .get, path: "/apidoc/openapi.json", tag: "operations",
                summary: "This API as an OpenAPI 3.1 document.", rateGroup: nil,
                answers: [.init("The document.", schema: ["type": "object"])]
            ) { _ in
                .json(document, headers: [.cacheControl: "public, max-age=300"])
            }
        }
        return route(make(operations: operations + [route(.null)], version: Release.version, server: server))
    }

    static func make(operations: [APIOperation], version: String, server: String) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for operation in operations {
            paths[operation.path, default: [:]][operation.method.rawValue.lowercased()] = describe(operation)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Gatehouse", "version": .string(version),
                "description": "Decides who gets in: wallets sign in, campaigns ask chains, answers come with evidence.",
            ],
            "servers": [["url": .string(server)]],
            "tags": .array(Set(operations.map(\.tag)).sorted().map { ["name": .string($0)] }),
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": [
                "schemas": .object(Schemas.all),
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"],
                    "cookie": ["type": "apiKey", "in": "cookie", "name": .string(Authenticator.cookieName)],
                    "bot": [
                        "type": "apiKey", "in": "header", "name": "Authorization",
                        "description": "`Bot ` and the secret that the chain's configuration shares with its bot.",
                    ],
                ],
            ],
        ]
    }

    private static func describe(_ operation: APIOperation) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(operation.id),
            "summary": .string(operation.summary),
            "tags": [.string(operation.tag)],
            "responses": .object(responses(operation)),
            "security": security(operation),
        ]
        if !operation.parameters.isEmpty {
            members["parameters"] = .array(
                operation.parameters.map {
                    [
                        "name": .string($0.name), "in": .string($0.place.rawValue), "required": .bool($0.isRequired),
                        "description": .string($0.description), "schema": $0.schema,
                    ]
                })
        }
        if let body = operation.body ?? operation.signedBody {
            members["requestBody"] = ["required": true, "content": ["application/json": ["schema": body]]]
        }
        return .object(members)
    }

    private static func security(_ operation: APIOperation) -> JSONValue {
        if operation.needsUser { return [["bearer": []], ["cookie": []]] }
        return operation.authenticate == nil ? [] : [["bot": []]]
    }

    private static func responses(_ operation: APIOperation) -> [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for answer in operation.answers {
            responses[String(answer.status)] = [
                "description": .string(answer.description), "content": .object([answer.mediaType: ["schema": answer.schema]]),
            ]
        }
        for (status, codes) in Dictionary(grouping: Set(operation.allProblems), by: \.status) {
            let words = codes.map(\.word).sorted().joined(separator: ", ")
            let answer = responses[String(status)]
            let problem: [String: JSONValue] = ["application/problem+json": ["schema": Schemas.ref("Problem")]]
            responses[String(status)] = [
                "description": .string([answer?["description"]?.text, words].compactMap { $0 }.joined(separator: " Or: ")),
                "content": .object(problem.merging(answer?["content"]?.members ?? [:]) { problem, _ in problem }),
            ]
        }
        return responses
    }
}
