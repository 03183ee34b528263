import ChainKit
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The outermost layer: names the request, logs and counts what came of it, and ends connections whose request never ends.
struct RequestMiddleware: RouterMiddleware {
    let metrics: HostMetrics
    /// How long the rest of a body may still come after the answer, seconds.
    let timeoutSeconds: Double

    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = RequestName.wellFormed(request.headers[.requestID]) ?? UUID().uuidString.lowercased()
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        context.logger[metadataKey: "hb.request.id"] = nil
        if let trace = RequestName.traceID(request.headers[.traceparent]) { context.logger[metadataKey: "trace_id"] = "\(trace)" }
        var response = try await next(request, context)
        // A refusal too: what follows the head of an answer to HEAD would be read as the next answer (RFC 9110 §9.3.2).
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        if request.announcesBody, !context.record.isBodyRead { end(context.channel, after: &response) }
        report(request, response, context, seconds: (ContinuousClock.now - started).seconds)
        return response
    }

    /// The rest of an unread body is thrown away for a while, so that the caller gets to read the answer; but not for as
    /// long as the caller likes.
    private func end(_ channel: any Channel, after response: inout Response) {
        response.headers[.connection] = "close"
        channel.eventLoop.scheduleTask(in: .milliseconds(Int64(timeoutSeconds * 1000))) { channel.close(promise: nil) }
    }

    private func report(_ request: Request, _ response: Response, _ context: GatehouseContext, seconds: Double) {
        let route = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "none"
        metrics.requests.count(["route": route, "method": request.method.rawValue, "status": String(response.status.code)])
        metrics.requestSeconds.observe(seconds, ["route": route])
        var metadata: Logger.Metadata = [
            "method": "\(request.method)", "route": "\(route)", "status": "\(response.status.code)",
            "duration_ms": "\((seconds * 100_000).rounded() / 100)",
        ]
        if let user = context.record.userID { metadata["user"] = "\(Hex.encode(Secrets.hash(user).prefix(6)))" }
        context.logger.info("request", metadata: metadata)
    }
}

extension Request {
    /// Whether a body follows the head (RFC 9112 §6.3).
    fileprivate var announcesBody: Bool {
        headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
    }
}
