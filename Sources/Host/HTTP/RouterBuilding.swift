import HTTPTypes
import Hummingbird

extension Router where Context == GatehouseContext {
    /// The methods of RFC 9110 §9 and PATCH. Any other is unheard of, so its paths are not found.
    private static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .connect, .options, .trace]
    }

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
            var offered = Set(operations.map(\.method))
            if offered.contains(.get) { offered.insert(.head) }
            let allowed = offered.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.methods where !offered.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(
                        .methodNotAllowed, "\(path) offers \(allowed).", headers: [.allow: allowed])
                }
            }
        }
        return router.buildResponder()
    }
}
