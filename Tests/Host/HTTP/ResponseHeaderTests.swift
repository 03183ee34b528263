import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct ResponseHeaderTests {
    @Test(arguments: ["a", "A-z_0.9", String(repeating: "x", count: 128), "0", "..", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"])
    func aWellFormedRequestIDIsGivenBack(id: String) async throws {
        try await TestServer.run { server in
            #expect(try await server.get("/health", headers: [.requestID: id]).headers[.requestID] == id)
            let problem = try await server.get("/nowhere", headers: [.requestID: id])
            expectProblem(problem, "not_found")
            #expect(problem.body["request_id"]?.text == id)
        }
    }

    @Test(arguments: ["a b", "a,b", "ä", "<script>", "a/b", "a:b", "\"", String(repeating: "x", count: 129), "a%0ab"])
    func anyOtherRequestIDIsReplaced(id: String) async throws {
        try await TestServer.run { server in
            var seen: Set<String> = []
            for _ in 0..<2 {
                let reply = try await server.get("/nowhere", headers: [.requestID: id])
                expectProblem(reply, "not_found")
                let given = try #require(reply.headers[.requestID])
                #expect(given != id && given.wholeMatch(of: /[0-9a-f-]{36}/) != nil)
                seen.insert(given)
            }
            #expect(seen.count == 2)
        }
    }

    @Test func everyAnswerCarriesTheSecurityHeadersAndARequestID() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            var replies = [
                try await server.get("/nowhere"), try await server.send(.delete, "/health"),
                try await server.get("/" + String(repeating: "x", count: 9000)),
                try await server.send(
                    .options, "/verify", headers: [.origin: "https://rewards.example", .accessControlRequestMethod: "POST"]),
            ]
            for operation in server.operations {
                replies.append(try await calls.send(operation, isSignedIn: false))
                replies.append(try await server.operationCalls().send(operation))
            }
            for reply in replies {
                #expect(reply.headers[.xContentTypeOptions] == "nosniff", "\(reply.text)")
                #expect(reply.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(reply.headers[.xFrameOptions] == "DENY")
                #expect(reply.headers[.referrerPolicy] == "no-referrer")
                #expect(reply.headers[.strictTransportSecurity] == "max-age=31536000")
                #expect(reply.headers[.vary] == "Origin")
                #expect(reply.headers[.cacheControl] != nil)
                #expect(reply.headers[.requestID] != nil)
                #expect(reply.headers[.server] == nil)
            }
        }
    }

    @Test func browsersAreNotToldToStayOnHTTPSWhereThereIsNone() async throws {
        try await TestServer.run({ $0.server.uri = "http://rewards.example" }) { server in
            let reply = try await server.get("/health")
            #expect(reply.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func whatHoldsATokenOrAUserIsNeverStored() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let session = try await server.get("/sign-in?chain=sol&address=\(wallet.address)")
            let verified = try await server.post("/verify", wallet.answer(session.body))
            let refreshed = try await server.post("/refresh", ["refresh_token": verified.body["refresh_token"] ?? .null])
            let token = refreshed.body["token"]?.text
            var replies = [session, verified, refreshed]
            replies.append(try await server.get("/user/info", token: token))
            replies.append(try await server.get("/campaigns/open/eligible-sign-in", token: token))
            replies.append(try await server.get("/campaigns/open/check-eligible", token: token))
            replies.append(try await server.post("/logout", [:], token: token))
            for reply in replies {
                #expect(reply.status == 200)
                #expect(reply.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func onlyPublicPagesMayBeStored() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            var stored: Set<String> = []
            for operation in server.operations {
                let reply = try await calls.send(operation)
                if reply.headers[.cacheControl]?.contains("no-store") != true { stored.insert(operation.id) }
            }
            #expect(stored == ["openapi", "jwks"])
        }
    }
}
