import ChainKit
import Foundation

/// What may be said and must be checked about the URL of a provider, whose path, query and user part can be secrets.
enum WebURL {
    /// - Throws: `configuration_invalid` unless the text is an absolute `http` or `https` URL with a host.
    static func require(_ url: String) throws(ChainError) {
        let lower = url.prefix(8).lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"),
            !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else {
            throw ChainError(
                .configurationInvalid, "A provider's url must start with http:// or https:// and have no white space in it.")
        }
    }

    /// Scheme, host and port, such as `https://rpc.example:8545`: all of a URL that messages may carry.
    static func origin(of url: String) -> String {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host, !host.isEmpty else {
            return "the provider"
        }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// Whether a header fits on its line (RFC 9110 §5.5), so that no value can smuggle another header in.
    static func isHeader(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            && !value.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
    }

    /// The URL with a path and a query added to its own.
    static func joined(_ url: String, _ path: String, query: [WebField]) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts[0].hasSuffix("/") ? parts[0].dropLast() : parts[0]
        let queries = (parts.count == 2 ? [String(parts[1])] : []) + (query.isEmpty ? [] : [encoded(query)])
        return base + path + (queries.isEmpty ? "" : "?" + queries.joined(separator: "&"))
    }

    /// `name=value` pairs joined by `&`, everything but the unreserved characters of RFC 3986 §2.3 escaped.
    static func encoded(_ fields: [WebField]) -> String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }
}
