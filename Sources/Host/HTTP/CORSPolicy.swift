import HTTPTypes
import Hummingbird

/// Which web pages may read answers: exact origins from the configuration, or every one without credentials.
struct CORSPolicy: Sendable {
    let origins: Set<String>

    func allows(_ origin: String) -> Bool { origins.contains(origin) || origins.contains("*") }
}

/// Answers preflight requests and marks answers that a page of an allowed origin may read (Fetch §3.2).
struct CORSMiddleware: RouterMiddleware {
    let policy: CORSPolicy

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin] else { return try await next(request, context) }
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Response(status: .noContent) : try await next(request, context)
        response.headers[.vary] = "Origin"
        guard policy.allows(origin) else { return response }
        if policy.origins.contains(origin) {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlAllowCredentials] = "true"
        } else {
            response.headers[.accessControlAllowOrigin] = "*"
        }
        if isPreflight {
            response.headers[.accessControlAllowMethods] = "GET, POST, PATCH"
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Idempotency-Key, X-Request-ID, traceparent"
            response.headers[.accessControlMaxAge] = "600"
        } else {
            response.headers[.accessControlExposeHeaders] = "X-Request-ID, Retry-After, RateLimit, RateLimit-Policy"
        }
        return response
    }
}
