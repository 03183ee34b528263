import Hummingbird

/// Refuses requests whose path and query are too long to be meant.
struct TargetLengthMiddleware: RouterMiddleware {
    static let limitBytes = 8192

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= Self.limitBytes else {
            throw Problem(.uriTooLong, "Path and query together are longer than \(Self.limitBytes) bytes.")
        }
        return try await next(request, context)
    }
}
