import ChainKit

/// Sends HTTP requests with libcurl: all of them from one thread that drives one multi handle, over kept connections,
/// with HTTP/2 where TLS offers it.
///
/// Follows no redirect, takes no proxy from the environment, and speaks nothing but `http` and `https`. Call
/// ``shutdown()`` at the end of the program; a transport that is let go stops by itself.
public final class CurlTransport: HTTPTransport {
    public struct Settings: Sendable, Hashable {
        /// From the start of a request to a usable connection: the wait for a free one, name lookup and TLS included.
        public var connectTimeout: Duration = .seconds(3)
        /// From the start of a request to the last byte of its answer.
        public var totalDeadline: Duration = .seconds(10)
        /// Bytes an answer's body may have, unpacked.
        public var responseLimit = 8 << 20
        /// Connections open to one host at a time; requests past them wait.
        public var connectionsPerHost = 16
        public var userAgent = "gatehouse"

        public init() {}
    }

    private let settings: Settings
    private let driver: CurlDriver

    /// - Throws: `internal_error` when libcurl cannot start.
    public init(_ settings: Settings = Settings()) throws(ChainError) {
        self.settings = settings
        driver = try CurlDriver(connectionsPerHost: settings.connectionsPerHost)
    }

    deinit { driver.stop() }

    /// - Throws: as ``HTTPTransport/send(_:)``; `configuration_invalid` for a URL that is not `http` or `https` or a
    ///   header that would break the request apart; `upstream_unavailable` after ``shutdown()``.
    public func send(_ request: OutgoingRequest) async throws(ChainError) -> OutgoingResponse {
        try WebURL.require(request.url)
        for (name, value) in request.headers where !WebURL.isHeader(name, value) {
            throw ChainError(
                .configurationInvalid, "A header of a provider has a line break or an empty name; write it on one line.")
        }
        let transfer = CurlTransfer(request, settings)
        let driver = driver
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { driver.submit(transfer, answering: $0) }
        } onCancel: {
            driver.withdraw(transfer)
        }.get()
    }

    /// Ends the thread and all connections; requests in flight throw `upstream_unavailable`. Returns when all is gone.
    public func shutdown() async {
        driver.stop()
        await driver.ended()
    }
}
