import HTTPTypes
import Hummingbird

extension Router where Context == GatehouseContext {
    /// A responder that serves the operations, and answers 405 with `Allow` for every other method of their paths.
    /// - Parameter middlewares: the outermost first; they see requests that no path matches, too.
    static func serving(
        _ operations: [APIOperation], under middlewares: [any MiddlewareProtocol<Request, Response, GatehouseContext>],
        endpoint: (APIOperation) -> Endpoint
    ) -> RouterResponder<GatehouseContext> {
        let router = Router<GatehouseContext>(context: GatehouseContext.self, options: .autoGenerateHeadEndpoints)
        for middleware in middlewares { router.add(middleware: middleware) }
        for operation in operations {
            let endpoint = endpoint(operation)
            router.on(RouterPath(operation.path), method: operation.method) { request, context in
                try await endpoint.respond(to: request, context: context)
            }
        }
        for (path, operations) in Dictionary(grouping: operations, by: \.path) {
            let offered = Set(operations.map(\.method))
            let allowed = offered.map(\.rawValue).sorted().joined(separator: ", ")
            for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options, .trace] where !offered.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(
                        .methodNotAllowed, "\(path) offers \(allowed).", headers: [.allow: allowed])
                }
            }
        }
        return router.buildResponder()
    }
}
