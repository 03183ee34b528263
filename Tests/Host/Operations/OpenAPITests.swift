import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct OpenAPITests {
    @Test func theDocumentNamesEveryOperationAndNoOther() async throws {
        try await TestServer.run { server in
            let reply = try await server.get("/apidoc/openapi.json")
            #expect(reply.headers[.contentType] == "application/json")
            #expect(reply.body["openapi"] == "3.1.0")
            var named: [String: String] = [:]
            for (path, item) in reply.body["paths"]?.members ?? [:] {
                for (method, operation) in item.members ?? [:] {
                    named[operation["operationId"]?.text ?? "?"] = "\(method.uppercased()) \(path)"
                }
            }
            let served = Dictionary(uniqueKeysWithValues: server.operations.map { ($0.id, "\($0.method.rawValue) \($0.path)") })
            #expect(named == served)
        }
    }

    @Test func theRoutesOfTheAPIAreAllThere() async throws {
        try await TestServer.run { server in
            let routes: Set = [
                "sign_in", "verify", "refresh", "logout", "eligible_first", "get_campaigns", "get_campaign", "check_eligible",
                "check_eligible_dryrun", "get_campaign_info", "eligible_sign_in", "eligible_verify", "get_group_campaigns",
                "get_user_info", "update_eth_wallet", "update_ton_wallet", "discord_auth_code", "discord_auth",
                "discord_auth_dryrun", "receive_interaction",
            ]
            #expect(routes.isSubset(of: Set(server.operations.map(\.id))))
        }
    }

    @Test func everyReferenceResolves() async throws {
        try await TestServer.run { server in
            let document = try await server.get("/apidoc/openapi.json").body
            let references = Self.references(in: document)
            #expect(!references.isEmpty)
            for reference in references {
                let steps = reference.split(separator: "/").dropFirst()
                #expect(reference.hasPrefix("#/"))
                #expect(steps.reduce(document as JSONValue?) { $0?[String($1)] } != nil, "\(reference)")
            }
            let used = Set(references.compactMap { $0.split(separator: "/").last.map(String.init) })
            #expect(used == Set((document["components"]?["schemas"]?.members ?? [:]).keys))
        }
    }

    @Test func everyPathParameterIsDescribedAndRequired() async throws {
        try await TestServer.run { server in
            for operation in server.operations {
                let named = Set(operation.path.matches(of: /\{([a-z_]+)\}/).map { String($0.1) })
                let described = operation.parameters.filter { $0.place == .path }
                #expect(named == Set(described.map(\.name)), "\(operation.id)")
                #expect(described.allSatisfy { $0.isRequired }, "\(operation.id)")
            }
        }
    }

    @Test func everyOperationSaysWhoMayCallItAndWhatItMayRefuse() async throws {
        try await TestServer.run { server in
            let paths = try await server.get("/apidoc/openapi.json").body["paths"]
            for operation in server.operations {
                let described = paths?[operation.path]?[operation.method.rawValue.lowercased()]
                #expect(
                    described?["security"]?.elements?.isEmpty == (!operation.needsUser && operation.authenticate == nil),
                    "\(operation.id)")
                let statuses = Set((described?["responses"]?.members ?? [:]).keys)
                for problem in operation.allProblems { #expect(statuses.contains(String(problem.status)), "\(operation.id)") }
                #expect(statuses.contains("401") || !operation.needsUser)
                #expect(statuses.contains("429") == (operation.rateGroup != nil), "\(operation.id)")
                #expect((described?["requestBody"] != nil) == (operation.body ?? operation.signedBody != nil), "\(operation.id)")
            }
        }
    }

    /// What reads addresses, makes messages or takes deliveries may be a program that is away or answers wrongly.
    @Test(arguments: [
        "sign_in", "verify", "eligible_sign_in", "eligible_verify", "check_eligible_dryrun", "eligible_first",
        "discord_auth_code", "discord_auth", "update_eth_wallet", "update_ton_wallet", "receive_interaction",
    ])
    func whatAsksAnAdapterSaysThatItMayNotAnswer(id: String) async throws {
        try await TestServer.run { server in
            let problems = server.operations.first { $0.id == id }?.problems.map(\.word) ?? []
            #expect(problems.contains("upstream_unavailable") && problems.contains("upstream_invalid"))
        }
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members): members.flatMap { $0 == "$ref" ? [$1.text ?? ""] : references(in: $1) }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }
}
