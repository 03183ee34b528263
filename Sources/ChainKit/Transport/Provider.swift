import Foundation

/// One configured node or indexer of a chain.
public protocol Provider: Sendable {
    /// The configured name; the `source` of evidence.
    var name: String { get }
    /// The provider's own settings from the configuration, such as `das: true`; never its URL or its secrets.
    var options: JSONValue { get }

    /// Sends one JSON-RPC call as one HTTP request, again with full jitter where that can help.
    /// - Returns: the result, or the error object with which the node refused.
    /// - Throws: a `ChainError` that blames the outside, or `cancelled`.
    func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer

    /// Sends all calls as one JSON-RPC batch, one HTTP request.
    /// - Returns: one answer a call, in order.
    /// - Throws: as ``call(_:)``.
    func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer]

    /// Sends one request of a plain HTTP interface; a `GET` again, with full jitter, where that can help.
    /// - Returns: whatever came back, of any status; ``WebAnswer/requireJSON()`` and the adapter judge it.
    /// - Throws: `upstream_timeout`, `upstream_unavailable` (no connection), `upstream_too_large`, `upstream_invalid`, or
    ///   `cancelled`.
    func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer
}

/// What a provider says about itself.
public struct ProviderIdentity: Sendable, Hashable {
    public var chain: ChainID
    /// The newest block, slot or seqno it knows, if it tells.
    public var head: UInt64?
    /// When that one was made, if it tells.
    public var headTime: Date?

    public init(chain: ChainID, head: UInt64? = nil, headTime: Date? = nil) {
        self.chain = chain
        self.head = head
        self.headTime = headTime
    }
}

/// The ordered providers of one chain.
public protocol ProviderPool: Sendable {
    /// Runs `work` with the first provider fit to be asked. When `work` throws an error that blames the outside, the
    /// provider is marked and the next one is tried. All calls of one `work` go to one provider, so that they see one
    /// state of the chain.
    /// - Throws: the last provider's error, or `upstream_unavailable` with `retryAfterSeconds` when none may be asked.
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer

    /// Asks each provider which chain it serves, unless one has just answered.
    func health() async -> [ProviderHealth]
}

public struct ProviderHealth: Sendable, Hashable, Codable {
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable { case ok, degraded, down }

    public var name: String
    public var status: Status
    /// How long the last answer took.
    public var latencyMilliseconds: Double?
    /// Why it is not `ok`, or what else is worth knowing, in words fit for an operator.
    public var detail: String?
    /// The newest block, slot or seqno it told of in the last minute.
    public var head: UInt64?
    /// How many blocks, slots or seqnos that is behind the highest that a provider of the chain told of in the last minute.
    public var lagBlocks: UInt64?
    /// How old that block was when the provider told of it.
    public var lagSeconds: Double?

    public init(name: String, status: Status, latencyMilliseconds: Double? = nil, detail: String? = nil) {
        self.name = name
        self.status = status
        self.latencyMilliseconds = latencyMilliseconds
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case name, status, detail, head
        case latencyMilliseconds = "latency_ms"
        case lagBlocks = "lag_blocks"
        case lagSeconds = "lag_seconds"
    }
}
