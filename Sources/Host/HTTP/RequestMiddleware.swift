import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The outermost layer: names the request, refuses what is too long, and logs and counts what came of it.
struct RequestMiddleware: RouterMiddleware {
    let metrics: HostMetrics
    static let targetLimitBytes = 8192

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = Self.wellFormed(request.headers[.requestID]) ?? UUID().uuidString.lowercased()
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        context.logger[metadataKey: "hb.request.id"] = nil
        if let trace = Self.traceID(request.headers[.traceparent]) { context.logger[metadataKey: "trace_id"] = "\(trace)" }
        var response: Response
        if request.uri.string.utf8.count > Self.targetLimitBytes {
            let problem = Problem(.uriTooLong, "Path and query together are longer than \(Self.targetLimitBytes) bytes.")
            response = Reply.problem(problem, requestID: context.requestID).response
        } else {
            response = try await next(request, context)
        }
        response.headers[.requestID] = context.requestID
        let seconds = (ContinuousClock.now - started).seconds
        let route = context.endpointPath ?? "none"
        metrics.requests.count(["route": route, "method": request.method.rawValue, "status": String(response.status.code)])
        metrics.requestSeconds.observe(seconds, ["route": route])
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(route)", "status": "\(response.status.code)",
                "duration_ms": "\((seconds * 100_000).rounded() / 100)",
            ])
        return response
    }

    /// 1 to 128 of `[A-Za-z0-9._-]`.
    private static func wellFormed(_ id: String?) -> String? {
        guard let id, (1...128).contains(id.utf8.count),
            id.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || isAlphanumeric($0) })
        else { return nil }
        return id
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The trace id of a W3C `traceparent` (`00-<32 hex>-<16 hex>-<2 hex>`).
    private static func traceID(_ header: String?) -> String? {
        guard let parts = header?.split(separator: "-", omittingEmptySubsequences: false), parts.count >= 4,
            parts[1].utf8.count == 32, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return String(parts[1])
    }
}
