import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Whatever comes in the path, the query or the method, every operation answers with a clear problem document.
@Suite struct BadRequestTests {
    @Test func everyOperationAnswersWhenItIsAskedRightly() async throws {
        try await TestServer.run { server in
            for operation in server.operations {
                let calls = try await server.operationCalls()
                let reply = try await calls.send(operation)
                #expect(operation.answers.contains { $0.status == reply.status } || problemFaults(reply) == [], "\(operation.id)")
                #expect(reply.headers[.requestID] != nil, "\(operation.id)")
            }
        }
    }

    @Test func refusesStrangersWhereAUserIsNeeded() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            let guarded = server.operations.filter(\.needsUser)
            #expect(!guarded.isEmpty)
            for operation in guarded {
                let reply = try await calls.send(operation, isSignedIn: false)
                expectProblem(reply, "unauthenticated", operation.id)
                #expect(reply.headers[.wwwAuthenticate] == "Bearer", "\(operation.id)")
            }
        }
    }

    @Test func refusesAQueryParameterGivenTwice() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for (operation, parameter) in server.queryParameters {
                let pair = "\(parameter.name)=\(calls.right(parameter))"
                let reply = try await calls.send(
                    operation, query: calls.query(operation, without: parameter.name, adding: [pair, pair]))
                expectProblem(reply, "invalid_request", "\(operation.id) \(parameter.name)")
                #expect(reply.body["errors"]?[0]?["pointer"]?.text == parameter.name, "\(operation.id)")
            }
        }
    }

    @Test func refusesAQueryParameterThatIsMissingOrEmpty() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for (operation, parameter) in server.queryParameters where parameter.isRequired {
                for extra in [[], ["\(parameter.name)="], ["\(parameter.name)"]] {
                    let reply = try await calls.send(
                        operation, query: calls.query(operation, without: parameter.name, adding: extra))
                    expectProblem(reply, "invalid_request", "\(operation.id) \(extra)")
                    #expect(reply.body["errors"]?[0]?["pointer"]?.text == parameter.name, "\(operation.id)")
                }
            }
        }
    }

    @Test func refusesAQueryParameterOfAWrongType() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            let tooLong = String(repeating: "x", count: 300)
            for (operation, parameter) in server.queryParameters {
                let wrong: [String] =
                    switch parameter.schema["type"]?.text {
                    case "integer":
                        ["abc", "1.5", "1e3", "", "0x10", "-1", "%2B1", "1%20", "99999999999999999999x", "١"]
                            + ((parameter.schema["minimum"]?.whole ?? 0) > 0 ? ["0"] : [])
                    case "boolean": ["maybe", "", "1", "TRUE", "yes"]
                    default: [tooLong]
                    }
                for value in wrong {
                    let query = calls.query(
                        operation, without: parameter.name, adding: ["\(parameter.name)=\(value.percentEncoded)"])
                    let reply = try await calls.send(operation, query: query)
                    expectProblem(reply, "invalid_request", "\(operation.id) \(parameter.name)=\(value.prefix(40))")
                }
            }
        }
    }

    @Test(arguments: ["%00", "%ff%fe", "%zz", "%", "%F0%9F%A6%8A", "'%20OR%201=1--", "a%0d%0aSet-Cookie:%20a=b", "&&==", "+"])
    func strangeTextInAQueryIsNoFaultOfTheServer(text: String) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for (operation, parameter) in server.queryParameters {
                let query = calls.query(operation, without: parameter.name, adding: ["\(parameter.name)=\(text)"])
                let reply = try await calls.send(operation, query: query)
                #expect(reply.status == 200 || problemFaults(reply) == [], "\(operation.id) \(parameter.name): \(reply.text)")
                #expect(reply.headers[.setCookie] == nil)
            }
        }
    }

    @Test func ignoresQueryParametersItDoesNotKnow() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.method == .get {
                let plain = try await calls.send(operation)
                let more = try await calls.send(
                    operation, query: calls.query(operation, adding: ["unheard_of=1", "unheard_of=2", "="]))
                #expect(plain.status == more.status, "\(operation.id)")
            }
        }
    }

    @Test(arguments: [
        "nowhere", "%00", "%ff", "%zz", "..%2F..", "a%2Fb", "999999", "99999999999999999999", "-1", "0", "OPEN", "%20open", "🦊",
    ])
    func aCampaignThatIsNotThereIsUnknown(name: String) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.path.contains("{campaign}") {
                let path = calls.path(operation, with: ["campaign": name.percentEncoded])
                expectProblem(try await calls.send(operation, path: path), "campaign_unknown", operation.id)
            }
        }
    }

    @Test func aNameAsLongAsItGetsIsUnknownAndNotRepeatedInFull() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.path.contains("{campaign}") {
                let path = calls.path(operation, with: ["campaign": String(repeating: "x", count: 5000)])
                let reply = try await calls.send(operation, path: path)
                expectProblem(reply, "campaign_unknown", operation.id)
                #expect(reply.text.utf8.count < 1000)
            }
        }
    }

    @Test(arguments: ["", "abc", "1.5", "%00", "99999999999999999999"]) func aGroupThatIsNoNumberIsNotFound(group: String)
        async throws
    {
        try await TestServer.run { server in
            expectProblem(try await server.get("/group-campaigns/\(group)"), "not_found", group)
        }
    }

    @Test(arguments: [
        "/", "/nowhere", "/campaign", "/user", "/user/info/more", "/campaigns/open/nowhere", "/verify/", "/.env", "/apidoc",
        "/%2e%2e/%2e%2e/etc/passwd", "//", "/%00", "/%zz", "/campaigns/open/check-eligible/../../..", "/Health",
    ])
    func aPathThatNoRouteHasIsNotFound(path: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.get(path)
            expectProblem(reply, path == "/verify/" ? "method_not_allowed" : "not_found", path)
        }
    }

    @Test func everyOtherMethodIsRefusedWithTheOnesThereAre() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for (template, operations) in Dictionary(grouping: server.operations, by: \.path) {
                var offered = Set(operations.map(\.method))
                if offered.contains(.get) { offered.insert(.head) }
                let path = calls.path(operations[0])
                for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options, .trace]
                where !offered.contains(method) {
                    let reply = try await server.send(method, path)
                    #expect(reply.status == 405, "\(method) \(template)")
                    let allowed = reply.headers[.allow]?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
                    #expect(Set(allowed) == Set(offered.map { $0.rawValue[...] }), "\(method) \(template)")
                    if method != .head { expectProblem(reply, "method_not_allowed", "\(method) \(template)") }
                }
            }
        }
    }

    @Test func aHeadRequestGetsTheHeadersOfItsGet() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.head, "/health")
            #expect(reply.status == 200)
            #expect(reply.headers[.contentType] == "application/json")
            #expect(reply.text.isEmpty)
        }
    }

    @Test(arguments: [8193, 12_000]) func aPathThatIsTooLongIsRefusedOnEveryRoute(length: Int) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations {
                let path = calls.path(operation)
                let query = "?x=" + String(repeating: "y", count: length - path.utf8.count - 3)
                let reply = try await calls.send(operation, query: query)
                expectProblem(reply, "uri_too_long", operation.id)
            }
        }
    }

    @Test func aPathAsLongAsItMayBeIsRead() async throws {
        try await TestServer.run { server in
            let reply = try await server.get("/health?x=" + String(repeating: "y", count: 8192 - 10))
            #expect(reply.status == 200)
        }
    }
}

extension TestServer {
    fileprivate var queryParameters: [(APIOperation, APIOperation.Parameter)] {
        operations.flatMap { operation in
            operation.parameters.filter { $0.place == .query }.map { (operation, $0) }
        }
    }
}

extension String {
    /// Percent-encoded where a byte may not stand in a URL, leaving what is encoded already.
    var percentEncoded: String {
        utf8.map { $0 > 0x20 && $0 < 0x7F ? String(UnicodeScalar($0)) : "%" + Hex.encode([$0]) }.joined()
    }
}
