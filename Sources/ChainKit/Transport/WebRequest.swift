/// One request of a plain HTTP interface, before it has a host.
public struct WebRequest: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        case none
        case json(JSONValue)
        /// `application/x-www-form-urlencoded`, in this order.
        case form([WebField])
    }

    public var method: OutgoingRequest.Method
    /// Appended to the provider's URL, such as `/api/v3/nft/items`; every part of it that is not fixed must be free of
    /// `/`, `?`, `#` and `%`.
    public var path: String
    public var query: [WebField]
    /// Beside the provider's own; these win.
    public var headers: [String: String]
    public var body: Body

    public init(
        _ method: OutgoingRequest.Method, _ path: String, query: [WebField] = [], headers: [String: String] = [:],
        body: Body = .none
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// A name and its value, in a query or a form; escaped when it is sent.
public struct WebField: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What came back for a ``WebRequest``.
public struct WebAnswer: Sendable, Hashable {
    public var status: Int
    /// Names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]
    /// Seconds after which the service wants to be asked again (`Retry-After`).
    public var retryAfterSeconds: Double?

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = [], retryAfterSeconds: Double? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The body of a 200.
    /// - Throws: `upstream_rate_limited` for 429; `upstream_unavailable` for every other status; `upstream_invalid` for a
    ///   body that is not JSON. The body is not repeated.
    public func requireJSON() throws(ChainError) -> JSONValue {
        switch status {
        case 200: return try JSONValue(parsing: body)
        case 429:
            throw ChainError(
                .upstreamRateLimited, "The provider has had too many requests (HTTP 429).",
                retryAfterSeconds: retryAfterSeconds ?? 1)
        case 401, 403:
            throw ChainError(
                .upstreamUnavailable,
                "The provider refused the credentials (HTTP \(status)); check its key in the configuration.")
        default:
            throw ChainError(
                .upstreamUnavailable, "The provider answered with HTTP \(status).", retryAfterSeconds: retryAfterSeconds)
        }
    }
}
