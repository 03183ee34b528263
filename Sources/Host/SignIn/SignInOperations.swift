import ChainKit
import HTTPTypes
import Hummingbird

/// Sign-in, verify, refresh and logout.
struct SignInOperations: Sendable {
    let service: SignInService

    /// What a failed proof may say.
    static let proofProblems: [Problem.Code] =
        [
            .sessionUnknown, .sessionExpired, .signatureInvalid, .addressInvalid, .proofExpired, .domainMismatch,
        ] + adapterProblems

    /// What an adapter that is asked may say of itself: that it answered wrongly, or not at all.
    static let adapterProblems: [Problem.Code] = [.upstreamInvalid, .upstreamUnavailable]

    static let walletParameters: [APIOperation.Parameter] = [
        APIOperation.Parameter(
            name: "chain", place: .query, isRequired: false, description: "The configured chain's name; `sol` when absent.",
            schema: ["type": "string", "default": "sol"]),
        APIOperation.Parameter(
            name: "address", place: .query, isRequired: false,
            description: "Binds the message to this wallet, in the chain's own sign-in format.",
            schema: ["type": "string", "maxLength": 256]),
    ]

    var all: [APIOperation] { [signIn, verify, refresh, logout] }

    private var signIn: APIOperation {
        APIOperation(
            id: "sign_in", method: .get, path: "/sign-in", tag: "sign-in", summary: "Opens a single-use sign-in session.",
            rateGroup: .signIn, parameters: Self.walletParameters,
            answers: [.init("The text to sign.", schema: Schemas.ref("SessionInfo"))], problems: Self.adapterProblems
        ) { call in
            let session = try await service.open(
                chain: call.findQuery("chain") ?? "sol", address: call.findQuery("address"), now: call.now)
            return .json(session.json)
        }
    }

    private var verify: APIOperation {
        APIOperation(
            id: "verify", method: .post, path: "/verify", tag: "sign-in",
            summary: "Signs a wallet in with the proof for a session; makes its user on first sight.", rateGroup: .verify,
            body: Schemas.ref("SignInVerify"), answers: [.init("Signed in.", schema: Schemas.ref("SignedIn"))],
            problems: Self.proofProblems + [.walletAlreadyLinked]
        ) { call in
            let body = try SignInBody(call.body)
            return Self.reply(try await service.verify(body, now: call.now))
        }
    }

    private var refresh: APIOperation {
        APIOperation(
            id: "refresh", method: .post, path: "/refresh", tag: "sign-in",
            summary: "Exchanges a refresh token, once, for a new pair of tokens.",
            body: [
                "type": "object", "required": ["refresh_token"],
                "properties": ["refresh_token": ["type": "string", "minLength": 1, "maxLength": 256]],
            ],
            answers: [.init("A new pair of tokens.", schema: Schemas.ref("SignedIn"))],
            problems: [.refreshInvalid, .unauthenticated]
        ) { call in
            var reader = BodyReader(call.body)
            let token = reader.text("refresh_token")
            try reader.finish()
            return Self.reply(try await service.refresh(token, now: call.now))
        }
    }

    private var logout: APIOperation {
        APIOperation(
            id: "logout", method: .post, path: "/logout", tag: "sign-in",
            summary: "Revokes the access token and its refresh tokens, and clears the cookie.", needsUser: true,
            answers: [
                .init("Logged out.", schema: Schemas.object(["success": ["type": "boolean", "const": true]]))
            ]
        ) { call in
            try await service.signOut(call.user(), now: call.now)
            return .json(["success": true], headers: [.setCookie: Self.cookie("", maxAgeSeconds: 0)])
        }
    }

    private static func reply(_ signedIn: SignedIn) -> Reply {
        .json(signedIn.json, headers: [.setCookie: cookie(signedIn.token, maxAgeSeconds: signedIn.expiresInSeconds)])
    }

    private static func cookie(_ value: String, maxAgeSeconds: Int) -> String {
        Cookie(
            name: Authenticator.cookieName, value: value, maxAge: maxAgeSeconds, path: "/", secure: true, httpOnly: true,
            sameSite: .lax
        ).description
    }
}
