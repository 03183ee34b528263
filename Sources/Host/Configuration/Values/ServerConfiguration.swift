/// `server:` — where the server listens, who it is to wallets and browsers, and its limits.
public struct ServerConfiguration: Sendable, Hashable {
    public enum Environment: String, Sendable, Hashable, CaseIterable { case production, development }
    public enum LogLevel: String, Sendable, Hashable, CaseIterable { case trace, debug, info, notice, warning, error, critical }
    public enum LogFormat: String, Sendable, Hashable, CaseIterable { case json, text }

    /// The address to listen on; the part of `listen` before the port.
    public var host = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 8080
    /// RFC 3986 authority that sign-in messages name, such as `rewards.example`.
    public var domain: String
    /// The page that asks to sign in, an absolute http(s) URI.
    public var uri: String
    public var environment = Environment.production
    /// Origins whose browsers may send credentials, such as `https://rewards.example`; `*` in development only.
    public var corsOrigins: [String] = []
    /// IP addresses of proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: [String] = []
    public var bodyLimitBytes = 65_536
    public var maxConcurrentRequests = 1024
    public var requestTimeoutSeconds = 30.0
    /// How long SIGTERM waits for requests that run.
    public var shutdownGraceSeconds = 20.0
    public var logLevel = LogLevel.info
    public var logFormat = LogFormat.json
}
