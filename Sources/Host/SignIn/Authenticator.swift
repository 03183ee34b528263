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
        if let identity = await read(request.cookies[Self.cookieName]?.value, now: now) {
            if request.method != .get && request.method != .head { try requireOrigin(request) }
            return try await requireActive(identity)
        }
        if let identity = await read(Self.bearer(request), now: now) { return try await requireActive(identity) }
        throw unauthenticated()
    }

    private func read(_ token: String?, now: Date) async -> Identity? {
        guard let token, token.utf8.count <= Self.tokenLimitBytes else { return nil }
        return await tokens.identity(in: token, now: now)
    }

    private static func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer " else { return nil }
        return String(header.dropFirst(7))
    }

    private func requireActive(_ identity: Identity) async throws -> Identity {
        guard try await revocations.findActive(userID: identity.userID, jti: identity.tokenID) != nil else {
            throw unauthenticated()
        }
        return identity
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
