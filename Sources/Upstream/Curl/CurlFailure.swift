import CCurl
import ChainKit

/// What libcurl's error codes mean in the codes of the contract.
enum CurlFailure {
    /// - Parameter origin: scheme and host, the only part of a URL that is no secret.
    static func error(
        _ code: CURLcode, overflowed: Bool, connected: Bool, from origin: String, _ settings: CurlTransport.Settings
    ) -> ChainError {
        let said = String(cString: curl_easy_strerror(code))
        func error(_ code: ChainError.Code, _ message: String) -> ChainError { ChainError(code, message, cause: said) }
        if overflowed || code == CURLE_FILESIZE_EXCEEDED {
            return error(
                .upstreamTooLarge, "\(origin) answered with more than \(settings.responseLimit) bytes or too many headers.")
        }
        switch code {
        case CURLE_OPERATION_TIMEDOUT where !connected:
            return error(.upstreamUnavailable, "\(origin) took no connection within \(settings.connectTimeout.inSeconds) s.")
        case CURLE_OPERATION_TIMEDOUT:
            return error(.upstreamTimeout, "\(origin) did not answer within \(settings.totalDeadline.inSeconds) s.")
        case CURLE_PARTIAL_FILE:
            return error(.upstreamInvalid, "\(origin) broke its answer off before the end it had announced.")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return error(.upstreamInvalid, "\(origin) did not answer with proper HTTP.")
        case CURLE_URL_MALFORMAT:
            return error(.configurationInvalid, "A provider's url is malformed; write http(s)://host[:port]/path.")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return error(.upstreamUnavailable, "No TLS connection to \(origin) that can be trusted; check its certificate.")
        case CURLE_COULDNT_RESOLVE_HOST:
            return error(.upstreamUnavailable, "The name of \(origin) has no address; check the url and the name server.")
        case CURLE_OUT_OF_MEMORY:
            return error(.internalError, "libcurl ran out of memory.")
        default:
            return error(.upstreamUnavailable, "\(origin) could not be reached or closed the connection.")
        }
    }
}
