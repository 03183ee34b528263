import ChainKit
import Dispatch
import Synchronization

/// A node or indexer that answers over HTTP, in JSON-RPC 2.0 or by an interface of its own.
///
/// A call that failed in passing is made again, see ``RetryPolicy``: every JSON-RPC call of an adapter is a read, so asking
/// twice does no harm. A call that ran into the transport's deadline is not: the pool's next provider is the better bet.
public struct HTTPProvider: Provider {
    public let name: String
    public let options: JSONValue
    let url: String
    let headers: [String: String]
    let transport: any HTTPTransport
    private let retry: RetryPolicy
    let clock: UpstreamClock
    private let chance: @Sendable () -> Double

    /// - Parameters:
    ///   - url: absolute; may hold a key, and is therefore never printed.
    ///   - headers: sent with every request, such as an `authorization`.
    ///   - chance: random numbers from 0 to below 1, for the jitter.
    /// - Throws: `configuration_invalid` for a URL that is not `http` or `https`.
    public init(
        name: String, url: String, headers: [String: String] = [:], options: JSONValue = [:], transport: any HTTPTransport,
        retry: RetryPolicy = RetryPolicy(), clock: UpstreamClock = .system,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) throws(ChainError) {
        try WebURL.require(url)
        self.name = name
        self.options = options
        self.url = url
        self.headers = headers
        self.transport = transport
        self.retry = retry
        self.clock = clock
        self.chance = chance
    }

    public func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
        let id = Self.ids(1)
        return try await ask(JSONRPC.encode(call, id: id)) { body throws(ChainError) in
            [try JSONRPC.decodeAnswer(body, id: id)]
        }[0]
    }

    public func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        if calls.isEmpty { return [] }
        let firstID = Self.ids(calls.count)
        return try await ask(JSONRPC.encode(calls, firstID: firstID)) { body throws(ChainError) in
            try JSONRPC.decodeAnswers(body, count: calls.count, firstID: firstID)
        }
    }

    private static let nextID = Atomic<Int64>(1)

    /// The first of `count` ids that no other request of this process has: on a kept connection an answer that comes
    /// late, or twice, must not fit the next question.
    private static func ids(_ count: Int) -> Int64 { nextID.add(Int64(count), ordering: .relaxed).oldValue }

    private func ask(
        _ body: [UInt8], decode: @escaping @Sendable ([UInt8]) throws(ChainError) -> [RPCAnswer]
    ) async throws(ChainError) -> [RPCAnswer] {
        let request = OutgoingRequest(.post, url, headers: Self.rpcHeaders.merging(headers) { _, own in own }, body: body)
        return try await attempting { () throws(Refusal) in try await once(request, decode) }
    }

    private static let rpcHeaders = ["content-type": "application/json", "accept": "application/json"]

    /// Makes attempts until one succeeds or the policy has had enough.
    func attempting<Answer: Sendable>(
        _ attemptOnce: @Sendable () async throws(Refusal) -> Answer
    ) async throws(ChainError) -> Answer {
        let start = clock.elapsed()
        var attempt = 0
        while true {
            let refusal: Refusal
            do throws(Refusal) {
                return try await attemptOnce()
            } catch {
                refusal = error
            }
            let wait = retry.wait(
                afterAttempt: attempt, elapsed: clock.elapsed() - start, retryAfterSeconds: refusal.error.retryAfterSeconds,
                chance: chance())
            guard refusal.mayPass, let wait else { throw refusal.error }
            do { try await clock.pause(wait) } catch { throw .withdrawn }
            attempt += 1
        }
    }

    private func once(
        _ request: OutgoingRequest, _ decode: @escaping @Sendable ([UInt8]) throws(ChainError) -> [RPCAnswer]
    ) async throws(Refusal) -> [RPCAnswer] {
        let response: OutgoingResponse
        do throws(ChainError) {
            response = try await transport.send(request)
        } catch {
            throw Refusal(error, mayPass: error.code == .upstreamUnavailable)
        }
        let answer = HTTPAnswer(response, provider: name, now: clock.date())
        if response.body.count <= Self.smallAnswer { return try answer.read(decode) }
        let outcome = await withCheckedContinuation { continuation in
            Self.largeAnswers.async {
                continuation.resume(returning: Result { () throws(Refusal) in try answer.read(decode) })
            }
        }
        return try outcome.get()
    }

    /// Bytes up to which an answer is read where it arrives. Reading megabytes takes long enough to keep other requests
    /// from their thread, so large answers are read one after the other on a thread of their own.
    private static let smallAnswer = 256 << 10
    private static let largeAnswers = DispatchQueue(label: "gatehouse.large-answers")
}

/// Why one attempt gave no answer, and whether another may.
struct Refusal: Error {
    let error: ChainError
    let mayPass: Bool

    init(_ error: ChainError, mayPass: Bool) {
        self.error = error
        self.mayPass = mayPass
    }
}
