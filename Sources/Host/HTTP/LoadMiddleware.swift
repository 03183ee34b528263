import Hummingbird
import Synchronization

/// Bounds how many requests are answered at a time; more are turned away at once instead of all growing slow.
struct LoadMiddleware: RouterMiddleware {
    let limit: Int
    /// Paths that are answered whatever the load.
    let exempt: Set<String>
    private let load = Load()

    private final class Load: Sendable { let count = Atomic<Int>(0) }

    init(limit: Int, exempt: Set<String>) {
        self.limit = limit
        self.exempt = exempt
    }

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        if let path = context.endpointPath, exempt.contains(path) { return try await next(request, context) }
        let running = load.count.add(1, ordering: .relaxed).newValue
        defer { load.count.subtract(1, ordering: .relaxed) }
        guard running <= limit else {
            throw Problem(.serverBusy, "The server answers \(limit) requests at a time and has that many.", retryAfterSeconds: 1)
        }
        return try await next(request, context)
    }
}
