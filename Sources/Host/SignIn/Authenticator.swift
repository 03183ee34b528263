import Foundation
import HTTPTypes
import Hummingbird

/// Finds out whose request it is: the session cookie first, then the bearer token.
struct Authenticator: Sendable {
    static let cookieName = "gatehouse_session"
    /// Longer tokens are not ours.
    private static let tokenLimitBytes = 4096

    let tokens: AccessTokens
    let revocations: TokenRepository
    let origins: CORSPolicy

    /// - Throws: `unauthenticated` when no token of the request is valid, or it was revoked; `origin_not_allowed` when a
    ///   cookie authenticates a request that changes something and a page of a foreign origin sent it.
    func identity(of request: Request, now: Date) async throws -> Identity {
        if let identity = try await find(request.cookies[Self.cookieName]?.value, now: now) {
            if request.method != .get && request.method != .head { try requireOrigin(request) }
            return identity
        }
        if let identity = try await find(Self.bearer(request), now: now) { return identity }
        throw unauthenticated()
    }

    /// The identity of a token that is valid and was not revoked.
    private func find(_ token: String?, now: Date) async throws -> Identity? {
        guard let token, token.utf8.count <= Self.tokenLimitBytes, let identity = await tokens.identity(in: token, now: now)
        else { return nil }
        return try await revocations.findActive(userID: identity.userID, jti: identity.tokenID).map { _ in identity }
    }

    private static func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer " else { return nil }
        return String(header.dropFirst(7))
    }

    private func requireOrigin(_ request: Request) throws(Problem) {
        guard let origin = request.headers[.origin], origins.trusts(origin) else {
            throw Problem(.originNotAllowed, "A request that a cookie authenticates must come from an allowed Origin.")
        }
    }

    private func unauthenticated() -> Problem {
        Problem(
            .unauthenticated, "The access token is missing, expired or revoked. Sign in again, or POST /refresh.",
            headers: [.wwwAuthenticate: "Bearer"])
    }
}
