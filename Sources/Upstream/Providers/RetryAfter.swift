import CCurl
import Foundation

/// The `Retry-After` header (RFC 9110 §10.2.3): whole seconds or an HTTP date.
enum RetryAfter {
    /// No provider may silence itself for longer; more is taken for a mistake of its clock.
    private static let longestSeconds = 3600.0

    /// - Returns: seconds from `now`, at least 0; `nil` when the text is neither form.
    static func seconds(_ text: String, now: Date) -> Double? {
        let seconds: Double
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            seconds = Double(text) ?? longestSeconds
        } else {
            let moment = curl_getdate(text, nil)
            guard moment >= 0 else { return nil }
            seconds = Double(moment) - now.timeIntervalSince1970
        }
        return min(max(0, seconds), longestSeconds)
    }
}
