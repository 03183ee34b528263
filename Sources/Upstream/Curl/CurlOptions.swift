import CCurl
import ChainKit

/// Sets the options of one easy handle and remembers whether libcurl took them all.
struct CurlOptions {
    let handle: UnsafeMutableRawPointer
    private(set) var accepted = true

    init(handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func set(_ request: OutgoingRequest, _ settings: CurlTransport.Settings) {
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        // A name lookup cannot be interrupted; without this, ending a request in one would stop the thread until it ends.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.inMilliseconds)
        set(CURLOPT_TIMEOUT_MS, settings.totalDeadline.inMilliseconds)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_ACCEPT_ENCODING, "gzip")
        set(CURLOPT_USERAGENT, settings.userAgent)
        accept(gatehouse_curl_set_large(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(settings.responseLimit)))
        if request.method == .post {
            set(CURLOPT_POST, 1)
            accept(gatehouse_curl_set_large(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
            request.body.withUnsafeBytes { body in
                accept(
                    gatehouse_curl_set_pointer(
                        handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress)))
            }
        }
    }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
        accept(gatehouse_curl_set_slist(handle, option, value))
    }

    mutating func receive(
        into context: UnsafeMutableRawPointer, header: curl_write_callback, body: curl_write_callback
    ) {
        accept(gatehouse_curl_set_write(handle, CURLOPT_HEADERFUNCTION, header))
        accept(gatehouse_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        accept(gatehouse_curl_set_write(handle, CURLOPT_WRITEFUNCTION, body))
        accept(gatehouse_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        accept(gatehouse_curl_set_long(handle, option, value))
    }

    private mutating func set(_ option: CURLoption, _ value: String) {
        accept(gatehouse_curl_set_string(handle, option, value))
    }

    private mutating func accept(_ code: CURLcode) { accepted = accepted && code == CURLE_OK }
}
