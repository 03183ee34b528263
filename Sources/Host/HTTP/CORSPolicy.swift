import HTTPTypes
import Hummingbird

/// Which web pages may read answers: exact origins from the configuration, or every one without credentials.
struct CORSPolicy: Sendable {
    let origins: Set<String>

    func allows(_ origin: String) -> Bool { origins.contains(origin) || origins.contains("*") }

    /// Whether the origin is listed itself, so that its pages may send credentials.
    func trusts(_ origin: String) -> Bool { origin != "*" && origins.contains(origin) }
}

/// Answers preflight requests and marks answers that a page of an allowed origin may read (Fetch §3.2).
struct CORSMiddleware: RouterMiddleware {
    let policy: CORSPolicy

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin]
        let isPreflight = origin != nil && request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Response(status: .noContent) : try await next(request, context)
        // Without an origin too: a cache must not hand that answer to a page, which could not read it.
        response.headers[.vary] = "Origin"
        guard let origin, policy.allows(origin) else { return response }
        if policy.trusts(origin) {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlAllowCredentials] = "true"
        } else {
            response.headers[.accessControlAllowOrigin] = "*"
        }
        if isPreflight {
            response.headers[.accessControlAllowMethods] = "GET, POST, PATCH"
            response.headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Idempotency-Key, X-Request-ID, traceparent"
            response.headers[.accessControlMaxAge] = "600"
        } else {
            response.headers[.accessControlExposeHeaders] = "X-Request-ID, Retry-After, RateLimit, RateLimit-Policy"
        }
        return response
    }
}
