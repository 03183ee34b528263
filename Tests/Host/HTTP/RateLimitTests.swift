import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct RateLimitTests {
    /// Two requests a minute for every group.
    private static let tight: @Sendable (inout GatehouseConfiguration) -> Void = { configuration in
        configuration.rateLimits = RateLimits(signIn: 2, verify: 2, discordCode: 2, other: 2)
    }

    @Test func theThirdRequestOfAMinuteIsTurnedAwayOnEveryRouteThatIsLimited() async throws {
        for group in RateGroup.allCases {
            let ids = try await TestServer.run { server in
                server.operations.filter { $0.rateGroup == group && !$0.needsUser }.map(\.id)
            }
            for id in ids {
                try await TestServer.run(Self.tight) { server in
                    let calls = OperationCalls(server: server, token: "")
                    let operation = try #require(server.operations.first { $0.id == id })
                    for left in [1, 0] {
                        let reply = try await calls.send(operation)
                        #expect(reply.status != 429, "\(id)")
                        if reply.status == 200 {
                            #expect(reply.headers[.rateLimitPolicy] == "\"\(group.rawValue)\";q=2;w=60")
                            #expect(reply.headers[.rateLimit]?.hasPrefix("\"\(group.rawValue)\";r=\(left);t=") == true)
                        }
                    }
                    let reply = try await calls.send(operation)
                    expectProblem(reply, "rate_limited", id)
                    #expect((1...30).contains(reply.headers[.retryAfter].flatMap { Int($0) } ?? 0))
                    #expect(reply.headers[.rateLimitPolicy] == "\"\(group.rawValue)\";q=2;w=60")
                    #expect(reply.headers[.rateLimit]?.hasPrefix("\"\(group.rawValue)\";r=0;t=") == true)
                }
            }
        }
    }

    @Test func eachGroupHasABudgetOfItsOwn() async throws {
        try await TestServer.run(Self.tight) { server in
            for _ in 0..<3 { _ = try await server.get("/sign-in") }
            expectProblem(try await server.get("/sign-in"), "rate_limited")
            #expect(try await server.get("/campaigns").status == 200)
            expectProblem(try await server.post("/verify", ["session_id": "x", "data": [:]]), "session_unknown")
        }
    }

    @Test func theRoutesThatWatchTheServerAreNeverLimited() async throws {
        try await TestServer.run(Self.tight) { server in
            for path in ["/health", "/ready", "/metrics", "/version", "/.well-known/jwks.json", "/apidoc/openapi.json"] {
                for _ in 0..<4 {
                    let reply = try await server.get(path)
                    #expect(reply.status == 200, "\(path)")
                }
            }
        }
    }

    @Test func zeroTurnsAGroupOff() async throws {
        try await TestServer.run({ $0.rateLimits = RateLimits(signIn: 0, verify: 1, other: 0) }) {
            server in
            for _ in 0..<20 {
                let reply = try await server.get("/sign-in")
                #expect(reply.status == 200)
                #expect(reply.headers[.rateLimit] == nil && reply.headers[.rateLimitPolicy] == nil)
            }
            _ = try await server.post("/verify", ["session_id": "x", "data": [:]])
            expectProblem(try await server.post("/verify", ["session_id": "x", "data": [:]]), "rate_limited")
        }
    }

    @Test func aUserIsLimitedByItselfAndStrangersByTheirAddress() async throws {
        let change: @Sendable (inout GatehouseConfiguration) -> Void = {
            $0.rateLimits = RateLimits(signIn: 0, verify: 0, other: 2)
        }
        try await TestServer.run(change) { server in
            let first = try await server.token(of: TestWallet("sol", 1))
            let second = try await server.token(of: TestWallet("sol", 2))
            for token in [first, second, nil] {
                let path = token == nil ? "/campaigns" : "/user/info"
                for _ in 0..<2 {
                    let reply = try await server.get(path, token: token)
                    #expect(reply.status == 200)
                }
                expectProblem(try await server.get(path, token: token), "rate_limited")
            }
        }
    }

    @Test func aUserDoesNotGetANewBudgetWithANewToken() async throws {
        let change: @Sendable (inout GatehouseConfiguration) -> Void = {
            $0.rateLimits = RateLimits(signIn: 0, verify: 0, other: 2)
        }
        try await TestServer.run(change) { server in
            for _ in 0..<2 {
                let token = try await server.token(of: TestWallet("sol"))
                #expect(try await server.get("/user/info", token: token).status == 200)
            }
            let token = try await server.token(of: TestWallet("sol"))
            expectProblem(try await server.get("/user/info", token: token), "rate_limited")
        }
    }

    @Test func whoTriesTokensIsLimitedToo() async throws {
        try await TestServer.run(Self.tight) { server in
            for _ in 0..<2 { expectProblem(try await server.get("/user/info", token: "guess"), "unauthenticated") }
            expectProblem(try await server.get("/user/info", token: "guess"), "rate_limited")
        }
    }

    @Test func forwardedAddressesAreBelievedOnlyFromConfiguredProxies() async throws {
        try await TestServer.run(Self.tight) { server in
            for number in 1...3 {
                let reply = try await server.get("/sign-in", headers: [.forwardedFor: "203.0.113.\(number)"])
                #expect(reply.status == (number <= 2 ? 200 : 429))
            }
        }
        try await TestServer.run({
            Self.tight(&$0)
            $0.server.trustedProxies = ["127.0.0.0/8", "10.1.0.0/16"]
        }) { server in
            func ask(_ forwarded: String) async throws -> Int {
                try await server.get("/sign-in", headers: [.forwardedFor: forwarded]).status
            }
            for number in 1...5 {
                let status = try await ask("203.0.113.\(number)")
                #expect(status == 200)
            }
            // What a caller writes in front of its own address is hearsay; our proxies behind it are skipped.
            for (number, status) in [(1, 200), (2, 200), (3, 429)] {
                let given = try await ask("198.51.100.\(number), 192.0.2.7, 10.1.2.3")
                #expect(given == status)
            }
            #expect(try await ask("192.0.2.7") == 429)
            #expect(try await ask("192.0.2.8") == 200)
        }
    }

    @Test func anIPv6ClientIsItsNetwork() async throws {
        try await TestServer.run({
            Self.tight(&$0)
            $0.server.trustedProxies = ["127.0.0.1"]
        }) { server in
            let addresses = [
                "2001:db8:1:2::1", "2001:DB8:1:2:ffff::9", "2001:db8:1:2:3:4:5:6", "2001:db8:1:3::1", "::ffff:192.0.2.1",
            ]
            for (address, status) in zip(addresses, [200, 200, 429, 200, 200]) {
                let reply = try await server.get("/sign-in", headers: [.forwardedFor: address])
                #expect(reply.status == status, "\(address)")
            }
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
        ("192.168.1.128/25", "192.168.1.127", false), ("192.168.1.128/25", "192.168.1.200", true),
    ])
    func aBlockHoldsItsAddresses(block: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(address) == isInside)
    }

    @Test(arguments: ["", "nonsense", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1", "10.0.0.0/x", "1.2.3.4/8/8"])
    func whatIsNoAddressIsNoBlock(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
