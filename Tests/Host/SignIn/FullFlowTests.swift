import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct FullFlowTests {
    @Test(arguments: ["sol", "eth"])
    func signsInAsksRefreshesAndLogsOut(chain: String) async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet(chain)
            server.chains.sol.replace(script: TestChains.solana(owners: [wallet.address]))
            server.chains.eth.replace(script: TestChains.ethereum(balance: 2))

            let session = try await server.get("/sign-in?chain=\(chain)&address=\(wallet.address)")
            #expect(session.status == 200)
            let verified = try await server.post("/verify", wallet.answer(session.body))
            #expect(verified.status == 200)
            #expect(verified.body["user"]?["wallet_address"]?.text == wallet.address)
            let token = try #require(verified.body["token"]?.text)

            let check = try await server.get("/campaigns/\(chain)-holders/check-eligible", token: token)
            #expect(check.body["status"] == "eligible")
            #expect(check.body["is_eligible"] == true)
            #expect(check.body["method"]?.text == chain)
            #expect(check.body["evidence"]?[0]?["source"] == "scripted")
            let info = try await server.get("/user/info", token: token)
            #expect(info.body["eligibles"]?.elements?.count == 1)

            let refreshToken = try #require(verified.body["refresh_token"]?.text)
            let refreshed = try await server.post("/refresh", ["refresh_token": .string(refreshToken)])
            #expect(refreshed.status == 200)
            let newToken = try #require(refreshed.body["token"]?.text)
            #expect(try await server.get("/user/info", token: newToken).status == 200)

            #expect(try await server.post("/logout", [:], token: newToken).status == 200)
            let refused = try await server.get("/user/info", token: newToken)
            #expect(refused.status == 401)
            #expect(refused.code == "unauthenticated")
            let next = try #require(refreshed.body["refresh_token"]?.text)
            #expect(try await server.post("/refresh", ["refresh_token": .string(next)]).code == "refresh_invalid")
        }
    }

    @Test func signsInWithAPlainMessageWhenNoAddressIsGiven() async throws {
        try await TestServer.run { server in
            for chain in ["sol", "eth"] {
                let session = try await server.get("/sign-in?chain=\(chain)")
                let text = try #require(session.body["message"]?.text)
                #expect(text.contains("rewards.example"))
                let verified = try await server.post("/verify", TestWallet(chain).answer(session.body))
                #expect(verified.status == 200)
            }
        }
    }

    @Test func takesSolWhenNoChainIsNamed() async throws {
        try await TestServer.run { server in
            let session = try await server.get("/sign-in")
            #expect(session.body["chain"] == "sol")
        }
    }

    @Test func reusingARefreshTokenRevokesItsWholeFamily() async throws {
        try await TestServer.run { server in
            let signedIn = try await server.signIn(TestWallet("sol"))
            let first = try #require(signedIn["refresh_token"])
            let second = try await server.post("/refresh", ["refresh_token": first])
            #expect(second.status == 200)
            #expect(try await server.post("/refresh", ["refresh_token": first]).code == "refresh_invalid")
            let successor = try #require(second.body["refresh_token"])
            #expect(try await server.post("/refresh", ["refresh_token": successor]).code == "refresh_invalid")
            #expect(try await server.get("/user/info", token: second.body["token"]?.text).status == 401)
        }
    }

    @Test func authenticatesABrowserByItsCookieAndWantsAnAllowedOriginForChanges() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let verified = try await server.post("/verify", wallet.answer(try await server.openSession(wallet)))
            let cookie = try #require(verified.headers[.setCookie])
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(attribute)) }
            let pair = String(cookie.prefix { $0 != ";" })
            #expect(try await server.get("/user/info", headers: [.cookie: pair]).status == 200)
            #expect(try await server.post("/logout", [:], headers: [.cookie: pair]).code == "origin_not_allowed")
            let foreign = try await server.post("/logout", [:], headers: [.cookie: pair, .origin: "https://evil.example"])
            #expect(foreign.code == "origin_not_allowed")
            let own = try await server.post("/logout", [:], headers: [.cookie: pair, .origin: "https://rewards.example"])
            #expect(own.status == 200)
        }
    }
}
