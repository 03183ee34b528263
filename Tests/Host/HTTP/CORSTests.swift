import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct CORSTests {
    private static let own = "https://rewards.example"

    @Test func aPageOfAnAllowedOriginMayReadEveryAnswerWithCredentials() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations {
                let reply = try await server.send(operation.method, calls.path(operation), headers: [.origin: Self.own])
                #expect(reply.headers[.accessControlAllowOrigin] == Self.own, "\(operation.id)")
                #expect(reply.headers[.accessControlAllowCredentials] == "true")
                let exposed = reply.headers[.accessControlExposeHeaders] ?? ""
                for name in ["X-Request-ID", "Retry-After", "RateLimit", "RateLimit-Policy"] { #expect(exposed.contains(name)) }
            }
        }
    }

    @Test(arguments: [
        "https://evil.example", "http://rewards.example", "https://rewards.example:8443", "https://rewards.example.evil.example",
        "https://evilrewards.example", "null", "https://REWARDS.example", "https://rewards.example/", "*",
    ])
    func aPageOfAnotherOriginMayReadNothing(origin: String) async throws {
        try await TestServer.run { server in
            let preflight: HTTPFields = [.origin: origin, .accessControlRequestMethod: "POST"]
            for reply in [
                try await server.get("/version", headers: [.origin: origin]),
                try await server.get("/nowhere", headers: [.origin: origin]),
                try await server.send(.options, "/verify", headers: preflight),
            ] {
                #expect(reply.headers[.accessControlAllowOrigin] == nil)
                #expect(reply.headers[.accessControlAllowCredentials] == nil)
                #expect(reply.headers[.accessControlAllowMethods] == nil)
                #expect(reply.headers[.vary] == "Origin")
            }
        }
    }

    @Test func aPreflightOfAnAllowedOriginSaysWhatMayBeSent() async throws {
        try await TestServer.run { server in
            for operation in server.operations {
                let reply = try await server.send(
                    .options, operation.path.replacing("{campaign}", with: "open").replacing("{group_id}", with: "7"),
                    headers: [.origin: Self.own, .accessControlRequestMethod: operation.method.rawValue])
                #expect(reply.status == 204)
                #expect(reply.headers[.accessControlAllowOrigin] == Self.own)
                #expect(reply.headers[.accessControlAllowCredentials] == "true")
                #expect(reply.headers[.accessControlAllowMethods]?.contains(operation.method.rawValue) == true)
                let headers = reply.headers[.accessControlAllowHeaders]?.lowercased() ?? ""
                for name in ["authorization", "content-type", "idempotency-key", "x-request-id"] {
                    #expect(headers.contains(name))
                }
                #expect(reply.headers[.accessControlMaxAge] != nil)
            }
        }
    }

    @Test func anOptionsRequestThatIsNoPreflightIsAnyOtherMethod() async throws {
        try await TestServer.run { server in
            expectProblem(try await server.send(.options, "/health"), "method_not_allowed")
            expectProblem(try await server.send(.options, "/health", headers: [.origin: Self.own]), "method_not_allowed")
        }
    }

    @Test func anOpenPolicyNeverAllowsCredentials() async throws {
        try await TestServer.run({ $0.server.corsOrigins = ["*", "https://rewards.example"] }) { server in
            for origin in ["https://other.example", "*", "null"] {
                let reply = try await server.get("/version", headers: [.origin: origin])
                #expect(reply.headers[.accessControlAllowOrigin] == "*")
                #expect(reply.headers[.accessControlAllowCredentials] == nil)
            }
            let exact = try await server.get("/version", headers: [.origin: Self.own])
            #expect(exact.headers[.accessControlAllowOrigin] == Self.own)
            #expect(exact.headers[.accessControlAllowCredentials] == "true")
        }
    }

    @Test(arguments: ["*", "https://other.example", "null"])
    func aCookieChangesNothingForAPageThatOnlyTheOpenPolicyAllows(origin: String) async throws {
        try await TestServer.run({ $0.server.corsOrigins = ["*", "https://rewards.example"] }) { server in
            let token = try await server.token(of: TestWallet("sol"))
            let cookie = "\(Authenticator.cookieName)=\(token)"
            let refused = try await server.post("/logout", [:], headers: [.cookie: cookie, .origin: origin])
            expectProblem(refused, "origin_not_allowed")
            #expect(try await server.get("/user/info", token: token).status == 200)
        }
    }
}
