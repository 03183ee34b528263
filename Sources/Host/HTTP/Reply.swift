import ChainKit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer before it is written: a status, headers, and a body with its media type.
struct Reply: Sendable {
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]
    var mediaType: String = "application/json"
    var body: [UInt8]

    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Reply {
        Reply(status: status, headers: headers, body: value.jsonBytes)
    }

    static func text(_ text: String, mediaType: String) -> Reply {
        Reply(mediaType: mediaType, body: Array(text.utf8))
    }

    static func problem(_ problem: Problem, requestID: String) -> Reply {
        var headers = problem.headers
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = retryAfter(seconds) }
        return Reply(
            status: .init(code: problem.code.status), headers: headers, mediaType: "application/problem+json",
            body: problem.json(requestID: requestID).jsonBytes)
    }

    /// Whole seconds as RFC 9110 §10.2.3 wants them, never zero.
    static func retryAfter(_ seconds: Double) -> String { String(max(1, Int(seconds.rounded(.up)))) }

    var response: Response {
        var fields = headers
        fields[.contentType] = mediaType
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
