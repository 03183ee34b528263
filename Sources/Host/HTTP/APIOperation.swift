import ChainKit
import HTTPTypes

/// One route of the API: how it is called, what it may answer, and the code that answers. The router and the OpenAPI
/// document are both made from these, so neither can name what the other lacks.
struct APIOperation: Sendable {
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query }
        let name: String
        let place: Place
        let isRequired: Bool
        let description: String
        let schema: JSONValue
    }

    struct Answer: Sendable {
        let status: Int
        let description: String
        let mediaType: String
        let schema: JSONValue

        init(_ description: String, status: Int = 200, mediaType: String = "application/json", schema: JSONValue) {
            self.status = status
            self.description = description
            self.mediaType = mediaType
            self.schema = schema
        }
    }

    /// The `operationId`; never changes.
    let id: String
    let method: HTTPRequest.Method
    /// With parameters in braces, such as `/campaigns/{campaign}`.
    let path: String
    let tag: String
    let summary: String
    var needsUser = false
    /// Knows the callers of a route that something else than a user's token opens: names the caller, for the limits.
    /// - Throws: `unauthenticated`; an error that blames the outside when nobody could say who calls.
    var authenticate: (@Sendable (Call) async throws -> String)?
    /// `nil` for routes that are never limited.
    var rateGroup: RateGroup? = .other
    /// Whether it is answered even when the server has all the requests it takes at a time.
    var isAlwaysServed = false
    var parameters: [Parameter] = []
    /// The JSON Schema of the body, for routes that take one.
    var body: JSONValue?
    /// The JSON Schema of a body whose bytes are judged by a signature before they are read; see ``Call/bytes``.
    var signedBody: JSONValue?
    let answers: [Answer]
    /// The problems this route may give besides those its other members imply.
    var problems: [Problem.Code] = []
    let respond: @Sendable (Call) async throws -> Reply

    /// Every problem the route may give.
    var allProblems: [Problem.Code] {
        var codes: [Problem.Code] =
            problems + [
                .malformedRequest, .uriTooLong, .bodyTooLarge, .internalError, .requestTimeout, .storageUnavailable,
            ]
        if !isAlwaysServed { codes.append(.serverBusy) }
        if rateGroup != nil { codes.append(.rateLimited) }
        if needsUser || authenticate != nil { codes.append(.unauthenticated) }
        if needsUser && method != .get { codes.append(.originNotAllowed) }
        if body != nil { codes += [.malformedJSON, .unsupportedMediaType] }
        if body != nil || parameters.contains(where: { $0.place == .query }) { codes.append(.invalidRequest) }
        return codes
    }
}
