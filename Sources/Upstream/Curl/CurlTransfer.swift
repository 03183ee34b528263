import CCurl
import ChainKit

/// One request on its way through libcurl and what has come back of it.
///
/// `@unchecked`: `continuation` is set under the driver's lock before the thread sees the transfer; from then on only
/// the thread touches it.
final class CurlTransfer: @unchecked Sendable {
    let request: OutgoingRequest
    let settings: CurlTransport.Settings
    var continuation: CurlDriver.Continuation?
    private(set) var handle: UnsafeMutableRawPointer?
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private var response = OutgoingResponse(status: 0)
    private var headerBytes = 0
    private var overflowed = false
    private var started = ContinuousClock.now

    private static let headerLimit = 64 << 10

    init(_ request: OutgoingRequest, _ settings: CurlTransport.Settings) {
        self.request = request
        self.settings = settings
    }

    deinit { curl_slist_free_all(headerLines) }

    /// Answers the caller, once.
    func finish(_ outcome: Result<OutgoingResponse, ChainError>) {
        handle = nil
        continuation?.resume(returning: outcome)
        continuation = nil
    }

    /// Writes the request into a fresh easy handle.
    /// - Returns: `false` when libcurl refused a part of it.
    func prepare(_ handle: UnsafeMutableRawPointer) -> Bool {
        self.handle = handle
        started = .now
        for line in request.headers.map({ $1.isEmpty ? "\($0);" : "\($0): \($1)" }) + ["Expect:"] {
            guard let longer = curl_slist_append(headerLines, line) else { return false }
            headerLines = longer
        }
        var options = CurlOptions(handle: handle)
        options.set(request, settings)
        options.set(CURLOPT_HTTPHEADER, headerLines)
        options.receive(
            into: Unmanaged.passUnretained(self).toOpaque(),
            header: { bytes, size, count, context in
                CurlTransfer.at(context, bytes, size * count) { $0.takeHeader($1) }
            },
            body: { bytes, size, count, context in
                CurlTransfer.at(context, bytes, size * count) { $0.takeBody($1) }
            })
        return options.accepted
    }

    /// What libcurl's closing word means to the caller.
    func outcome(_ code: CURLcode) -> Result<OutgoingResponse, ChainError> {
        guard code == CURLE_OK, let handle else {
            return .failure(
                CurlFailure.error(
                    code, overflowed: overflowed, connected: handle.map(connected) ?? false,
                    from: WebURL.origin(of: request.url), settings))
        }
        var status = 0
        gatehouse_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        response.status = status
        return .success(response)
    }

    /// Whether there was a connection to send on, or none only because the whole time was up.
    private func connected(_ handle: UnsafeMutableRawPointer) -> Bool {
        var sending: curl_off_t = 0
        gatehouse_curl_get_large(handle, CURLINFO_PRETRANSFER_TIME_T, &sending)
        // libcurl does not tell the time of a request that waited for a connection all along, and rounds its own to 1 ms.
        return sending > 0 || started.duration(to: .now) + .milliseconds(2) >= settings.totalDeadline
    }

    private static func at(
        _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
        _ take: (CurlTransfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context, let bytes else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        overflowed = bytes.count > settings.responseLimit - response.body.count
        guard !overflowed else { return false }
        response.body.append(contentsOf: bytes)
        return true
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        overflowed = headerBytes > Self.headerLimit
        guard !overflowed else { return false }
        if line.starts(with: "HTTP/".utf8) {
            // The start of another answer: what came before was an interim one, such as 100 Continue.
            response.headers = [:]
            return true
        }
        let parts = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
        if parts.count == 2 { response.headers[Self.trimmed(parts[0]).lowercased()] = Self.trimmed(parts[1]) }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
