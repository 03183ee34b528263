/// Sends one HTTP request to the outside. The only door through which anything of Gatehouse reaches the network.
public protocol HTTPTransport: Sendable {
    /// Sends the request once; no retry, no redirect to another host.
    /// - Throws: `upstream_timeout`, `upstream_unavailable` (no connection, reset), `upstream_too_large`,
    ///   `upstream_invalid` (not HTTP), or `cancelled` when the calling task was cancelled.
    func send(_ request: OutgoingRequest) async throws(ChainError) -> OutgoingResponse
}

public struct OutgoingRequest: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable { case get = "GET", post = "POST" }

    public var method: Method
    /// An absolute `http` or `https` URL that came from the configuration, never from a caller.
    public var url: String
    public var headers: [String: String]
    public var body: [UInt8]

    public init(_ method: Method, _ url: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

public struct OutgoingResponse: Sendable, Hashable {
    public var status: Int
    /// Names in lower case; of repeated headers the last one.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
