import ChainKit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Serves one ``APIOperation``: limits the caller, knows the user, reads the body, and answers.
struct Endpoint: Sendable {
    let operation: APIOperation
    let limiter: RateLimiter
    let clients: ClientAddress
    let authenticator: Authenticator
    let bodyLimitBytes: Int
    /// A request that takes longer is given up; a client that sends its body slowly too.
    let timeout: Duration
    let now: @Sendable () -> Date

    func respond(to request: Request, context: GatehouseContext) async throws -> Response {
        let now = now()
        let identity = try await findIdentity(of: request, context: context, now: now)
        let call = Call(request: request, context: context, identity: identity, now: now)
        let (reply, limit) = try await withDeadline {
            let limit = try take(try await nameCaller(call))
            var call = call
            let bytes = try await collectBody(of: request, context: context)
            if operation.body != nil { call.body = try parse(bytes, of: request) }
            if operation.signedBody != nil { call.bytes = Array(bytes.readableBytesView) }
            return (try await operation.respond(call), limit)
        }
        var response = reply.response
        if let limit { response.headers.append(rateFields(limit)) }
        return response
    }

    /// A stranger who tries tokens is limited by address.
    private func findIdentity(of request: Request, context: GatehouseContext, now: Date) async throws -> Identity? {
        guard operation.needsUser else { return nil }
        do {
            let identity = try await authenticator.identity(of: request, now: now)
            context.record.note(userID: identity.userID)
            return identity
        } catch {
            _ = try take(address(of: request, context: context))
            throw error
        }
    }

    /// A stranger's key is tried at the expense of its address, which gets that back when the key is right, or when it was
    /// not the stranger's fault that nobody could say.
    private func nameCaller(_ call: Call) async throws -> String {
        if let identity = call.identity { return "user:\(identity.userID)" }
        let address = address(of: call.request, context: call.context)
        guard let authenticate = operation.authenticate else { return address }
        let taken = try take(address)
        do {
            let caller = try await authenticate(call)
            if let taken { limiter.giveBack(taken) }
            return caller
        } catch let error as ChainError where error.code.blame == .outside {
            if let taken { limiter.giveBack(taken) }
            throw error
        }
    }

    private func address(of request: Request, context: GatehouseContext) -> String {
        "ip:\(clients.client(of: request, context: context))"
    }

    /// - Throws: `rate_limited`.
    private func take(_ caller: String) throws(Problem) -> RateLimiter.Decision? {
        guard let limit = operation.rateGroup.flatMap({ limiter.take($0, caller: caller, now: .now) }) else { return nil }
        guard limit.isAllowed else { throw tooMany(limit) }
        return limit
    }

    private func withDeadline<Answer: Sendable>(
        _ answer: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await answer() }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else {
                throw Problem(.requestTimeout, "The request was not answered within \(timeout).", retryAfterSeconds: 1)
            }
            return answer
        }
    }

    private func collectBody(of request: Request, context: GatehouseContext) async throws -> ByteBuffer {
        var request = request
        do {
            let buffer = try await request.collectBody(upTo: bodyLimitBytes)
            context.record.noteBodyRead()
            return buffer
        } catch is NIOTooManyBytesError {
            throw Problem(.bodyTooLarge, "The body is larger than \(bodyLimitBytes) bytes.")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Problem(.malformedRequest, "The body ended before its announced end, or is not well-formed HTTP/1.1.")
        }
    }

    private func parse(_ bytes: ByteBuffer, of request: Request) throws(Problem) -> JSONValue {
        let mediaType = request.headers[.contentType]?.split(separator: ";").first?.lowercased().filter { $0 != " " }
        guard mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, "Send the body with \"Content-Type: application/json\".")
        }
        do { return try JSONValue(parsing: Array(bytes.readableBytesView)) } catch {
            throw Problem(.malformedJSON, "The body is not JSON (RFC 8259).")
        }
    }

    private func tooMany(_ limit: RateLimiter.Decision) -> Problem {
        var headers: HTTPFields = [:]
        headers.append(rateFields(limit))
        return Problem(
            .rateLimited, "More than \(limit.limit) requests a minute. Wait as long as Retry-After says.",
            retryAfterSeconds: limit.waitSeconds, headers: headers)
    }

    /// draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it.
    private func rateFields(_ limit: RateLimiter.Decision) -> HTTPFields {
        let name = operation.rateGroup?.rawValue ?? ""
        return [
            .rateLimitPolicy: "\"\(name)\";q=\(limit.limit);w=60",
            .rateLimit: "\"\(name)\";r=\(limit.remaining);t=\(Reply.retryAfter(limit.waitSeconds))",
        ]
    }
}

extension HTTPFields {
    fileprivate mutating func append(_ fields: HTTPFields) {
        for field in fields { append(field) }
    }
}
