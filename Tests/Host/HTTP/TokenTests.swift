import AdapterSet
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct TokenTests {
    typealias Forgery = @Sendable (ForgedToken) throws -> String

    static let forgeries: [(name: String, forge: Forgery)] = [
        ("the key of someone else", { try $0.signed(by: 9).text() }),
        ("no algorithm, no signature", { $0.changingHeader("alg", to: "none").unsigned + "." }),
        ("no algorithm in other letters", { $0.changingHeader("alg", to: "nOnE").unsigned + "." }),
        ("no algorithm, though signed", { try $0.changingHeader("alg", to: "none").text() }),
        ("another algorithm, though signed", { try $0.changingHeader("alg", to: "HS256").text() }),
        ("no algorithm named, though signed", { try $0.changingHeader("alg", to: nil).text() }),
        ("a key there is not", { try $0.changingHeader("kid", to: "three").text() }),
        ("the name of the other key", { try $0.changingHeader("kid", to: "two").text() }),
        ("no key named", { try $0.changingHeader("kid", to: nil).text() }),
        ("a key that is a number", { try $0.changingHeader("kid", to: 1).text() }),
        ("an extension it must understand", { try $0.changingHeader("crit", to: ["b64"]).text() }),
        ("expired just now", { try $0.changing("exp", to: 1_795_000_000).text() }),
        ("never expiring", { try $0.changing("exp", to: nil).text() }),
        ("not valid before tomorrow", { try $0.changing("nbf", to: 1_795_086_400).text() }),
        ("valid from any time", { try $0.changing("nbf", to: nil).text() }),
        ("another issuer", { try $0.changing("iss", to: "https://evil.example").text() }),
        ("no issuer", { try $0.changing("iss", to: nil).text() }),
        ("another audience", { try $0.changing("aud", to: "other.example").text() }),
        ("no audience", { try $0.changing("aud", to: nil).text() }),
        ("no audience in the list", { try $0.changing("aud", to: []).text() }),
        ("a user there is not", { try $0.changing("user_id", to: "00000000-0000-4000-8000-000000000000").text() }),
        ("a user that is a number", { try $0.changing("user_id", to: 1).text() }),
        ("no token id", { try $0.changing("jti", to: nil).text() }),
        ("a signature cut off", { String(try $0.text().dropLast(2)) }),
        (
            "a signature of another text",
            { "\($0.changing("user_id", to: "x").unsigned).\(try $0.text().split(separator: ".")[2])" }
        ),
        ("no signature", { $0.unsigned + "." }), ("two parts", { $0.unsigned }), ("four parts", { try $0.text() + ".AAAA" }),
        ("claims that are no JSON", { "\($0.unsigned.split(separator: ".")[0]).AAAA.AAAA" }), ("words", { _ in "let me in" }),
        ("dots", { _ in ".." }), ("5 KiB", { _ in String(repeating: "x", count: 5 << 10) }),
        ("padding", { try $0.text() + "=" }),
    ]

    private static let twoKeys: @Sendable (inout GatehouseConfiguration) -> Void = { configuration in
        let second = SigningKeyConfiguration(kid: "two", algorithm: .EdDSA, secret: Secret([UInt8](repeating: 2, count: 32)))
        configuration.tokens.keys.append(second)
    }

    @Test func aTokenThatIsRightInEveryPartIsTaken() async throws {
        try await TestServer.run(Self.twoKeys) { server in
            let forged = try ForgedToken(like: try await server.token(of: TestWallet("sol")))
            for token in [
                try forged.text(), try forged.changing("aud", to: ["other.example", "rewards.example"]).text(),
                try forged.changingHeader("kid", to: "two").signed(by: 2).text(),
            ] {
                let reply = try await server.get("/user/info", token: token)
                #expect(reply.status == 200)
            }
        }
    }

    @Test(arguments: forgeries.indices) func aTokenThatIsWrongInOnePartIsRefused(index: Int) async throws {
        let (name, forge) = Self.forgeries[index]
        try await TestServer.run(Self.twoKeys) { server in
            let token = try forge(ForgedToken(like: try await server.token(of: TestWallet("sol"))))
            for headers in [[.authorization: "Bearer \(token)"], [.cookie: "\(Authenticator.cookieName)=\(token)"]]
                as [HTTPFields]
            {
                let reply = try await server.get("/user/info", headers: headers)
                expectProblem(reply, "unauthenticated", name)
                #expect(token.utf8.count < 20 || !reply.text.contains(token.prefix(20)))
            }
        }
    }

    @Test func thePublicKeyIsNoSecretToSignWith() async throws {
        try await TestServer.run { server in
            let set = try await server.get("/.well-known/jwks.json").body
            let encoded = try #require(set["keys"]?[0]?["x"]?.text)
            let forged = try ForgedToken(like: try await server.token(of: TestWallet("sol")))
            for secret in [Base64URL.decode(encoded) ?? [], Array(encoded.utf8), Array(set.json.utf8)] {
                let key = SigningKeyConfiguration(kid: "one", algorithm: .HS256, secret: Secret(secret))
                let issuer = "https://rewards.example"
                let forger = try await AccessTokens(TokenConfiguration(issuer: issuer, audience: "rewards.example", keys: [key]))
                let token = try await forger.sign(
                    userID: forged.claims["user_id"]?.text ?? "", walletAddress: "x", chain: "sol", tokenID: "x",
                    now: server.clock.now)
                expectProblem(try await server.get("/user/info", token: token), "unauthenticated")
            }
        }
    }

    @Test func aTokenOfAMebibyteIsRefusedByItsSize() async throws {
        try await TestServer.run { server in
            let connection = try #require(RawConnection(port: server.port))
            connection.send(
                "GET /user/info HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(String(repeating: "x", count: 1 << 20))\r\n\r\n")
            let answer = await connection.readToEnd()
            #expect(answer?.isEmpty == true || answer?.hasPrefix("HTTP/1.1 4") == true)
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test(arguments: ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token x", "bearer:x"])
    func whatIsNoBearerTokenIsRefused(value: String) async throws {
        try await TestServer.run { server in
            expectProblem(try await server.get("/user/info", headers: [.authorization: value]), "unauthenticated", value)
        }
    }

    @Test func aKeyIsReplacedWithoutLoggingAnyoneOut() async throws {
        let folder = TestFolder()
        let second = SigningKeyConfiguration(kid: "two", algorithm: .EdDSA, secret: Secret([UInt8](repeating: 2, count: 32)))
        let third = SigningKeyConfiguration(kid: "three", algorithm: .HS256, secret: Secret([UInt8](repeating: 3, count: 32)))
        let old = try await TestServer.run(folder: folder) { try await $0.token(of: TestWallet("sol")) }
        let (middle, kids) = try await TestServer.run({ $0.tokens.keys.insert(second, at: 0) }, folder: folder) { server in
            let reply = try await server.get("/user/info", token: old)
            #expect(reply.status == 200)
            let keys = try await server.get("/.well-known/jwks.json").body["keys"]?.elements ?? []
            return (try await server.token(of: TestWallet("sol")), keys.map { $0["kid"]?.text })
        }
        #expect(kids == ["two", "one"])
        #expect(try Self.header(middle) == ["alg": "EdDSA", "kid": "two", "typ": "JWT"])
        try await TestServer.run({ $0.tokens.keys = [third, second] }, folder: folder) { server in
            let gone = try await server.get("/user/info", token: old)
            expectProblem(gone, "unauthenticated")
            let kept = try await server.get("/user/info", token: middle)
            #expect(kept.status == 200)
            let new = try await server.token(of: TestWallet("sol"))
            #expect(try Self.header(new) == ["alg": "HS256", "kid": "three", "typ": "JWT"])
            let reply = try await server.get("/user/info", token: new)
            #expect(reply.status == 200)
        }
    }

    @Test func theKeySetHasOnlyPublicMembers() async throws {
        let secret = SigningKeyConfiguration(kid: "hidden", algorithm: .HS256, secret: Secret([UInt8](repeating: 3, count: 32)))
        try await TestServer.run({
            Self.twoKeys(&$0)
            $0.tokens.keys.append(secret)
        }) { server in
            let keys = try await server.get("/.well-known/jwks.json").body["keys"]?.elements ?? []
            #expect(keys.map { $0["kid"]?.text } == ["one", "two"])
            for key in keys { #expect(Set((key.members ?? [:]).keys) == ["kty", "crv", "alg", "use", "kid", "x"]) }
            let address = try #require(AdapterSet.kinds.first { $0.id == "solana" }?.testWallets).address(secret: [UInt8](1...32))
            #expect(keys.first?["x"]?.text == Base58.decode(address).map { Base64URL.encode($0) })
        }
    }

    @Test func aTokenSaysWhatTheAPIPromises() async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet("sol")
            let verified = try await server.signIn(wallet)
            let claims = try ForgedToken(like: verified["token"]?.text ?? "").claims
            #expect(claims["user_id"] == verified["user"]?["user_id"])
            #expect(claims["wallet_address"]?.text == wallet.address)
            #expect(claims["chain"] == "sol")
            #expect(claims["iss"] == "https://rewards.example")
            #expect(claims["aud"] == "rewards.example" || claims["aud"] == ["rewards.example"])
            #expect(claims["iat"] == 1_795_000_000 && claims["nbf"] == 1_795_000_000 && claims["exp"] == 1_795_086_400)
            #expect(claims["jti"]?.text?.isEmpty == false)
            #expect(verified["expires_in"] == 86_400 && verified["token_type"] == "Bearer")
        }
    }

    @Test func theCookieIsReadBeforeTheHeader() async throws {
        try await TestServer.run { server in
            let first = try await server.signIn(TestWallet("sol", 1))
            let second = try await server.signIn(TestWallet("sol", 2))
            let cookie = "\(Authenticator.cookieName)=\(first["token"]?.text ?? "")"
            let both = try await server.get("/user/info", token: second["token"]?.text, headers: [.cookie: cookie])
            #expect(both.body["user_id"] == first["user"]?["user_id"])
            let spoilt = try await server.get(
                "/user/info", token: second["token"]?.text, headers: [.cookie: "\(Authenticator.cookieName)=x"])
            #expect(spoilt.body["user_id"] == second["user"]?["user_id"])
        }
    }

    private static func header(_ token: String) throws -> JSONValue {
        try JSONValue(parsing: Base64URL.decode(String(token.split(separator: ".")[0])) ?? [])
    }
}
