import Foundation

extension ServerConfiguration {
    init(reading node: ConfigurationNode) {
        node.allow([
            "listen", "domain", "uri", "environment", "cors_origins", "trusted_proxies", "body_limit_bytes",
            "max_concurrent_requests", "request_timeout_seconds", "shutdown_grace_seconds", "log_level", "log_format",
        ])
        domain = node.text("domain", example: "rewards.example")
        uri = node.findURL("uri") ?? ""
        if node.find("uri") == nil { node.refuseMissing("uri", "https://rewards.example") }
        if let domainNode = node.find("domain"), !domain.isEmpty, !Self.isAuthority(domain) {
            domainNode.refuse("Found \(domainNode.found); write a host with an optional port, such as rewards.example.")
        }
        if let listen = node.find("listen"), let text = listen.text() {
            if let address = Self.address(text) {
                (host, port) = address
            } else {
                listen.refuse("Found \(listen.found); write address:port, such as 127.0.0.1:8080 or [::1]:8080.")
            }
        }
        environment = node.choice("environment", default: environment)
        corsOrigins = node.find("cors_origins")?.elements.compactMap { Self.origin($0, in: environment) } ?? []
        trustedProxies = node.find("trusted_proxies")?.elements.compactMap(Self.proxy) ?? []
        bodyLimitBytes = node.whole("body_limit_bytes", default: bodyLimitBytes, in: 1024...1_048_576)
        maxConcurrentRequests = node.whole("max_concurrent_requests", default: maxConcurrentRequests, in: 1...100_000)
        requestTimeoutSeconds = node.seconds("request_timeout_seconds", default: requestTimeoutSeconds, in: 1...300)
        shutdownGraceSeconds = node.seconds("shutdown_grace_seconds", default: shutdownGraceSeconds, in: 0...600)
        logLevel = node.choice("log_level", default: logLevel)
        logFormat = node.choice("log_format", default: logFormat)
    }

    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard !host.contains("/"), AddressBlock(String(host)) != nil else { return nil }
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty || host.contains(where: \.isWhitespace) ? nil : (String(host), port)
    }

    /// RFC 3986 §3.2 without user information.
    private static func isAuthority(_ text: String) -> Bool {
        guard !text.contains(where: { "/?#@".contains($0) }), WebURL.host(of: "https://\(text)") != nil else { return false }
        return URLComponents(string: "https://\(text)").map { $0.path.isEmpty } ?? false
    }

    private static func origin(_ node: ConfigurationNode, in environment: Environment) -> String? {
        guard let text = node.text() else { return nil }
        if text == "*" {
            if environment == .production {
                node.refuse("Found \"*\", which is refused in production; write each origin, such as https://rewards.example.")
            }
            return text
        }
        guard let parts = URLComponents(string: text), WebURL.host(of: text) != nil, parts.path.isEmpty, parts.query == nil,
            parts.fragment == nil, parts.user == nil
        else {
            node.refuse("Found \(node.found); write scheme, host and port alone, such as https://rewards.example.")
            return nil
        }
        return text.lowercased()
    }

    private static func proxy(_ node: ConfigurationNode) -> String? {
        guard let text = node.text() else { return nil }
        if AddressBlock(text) == nil {
            node.refuse("Found \(node.found); write the proxy's IP address or its block, such as 10.0.0.2 or 10.0.0.0/8.")
        }
        return text
    }
}
