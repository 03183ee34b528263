import ChainKit
import Foundation
import Upstream

/// What all stages of a run share.
public struct ExchangeBench: Sendable {
    /// A text put into every place where a configuration keeps a secret. It may appear nowhere else.
    static let secret = "conformance-secret-6d1f0b7c93e2"
    /// No answer of a scripted upstream is larger, but for the fault that is meant to be.
    static let responseLimit = 1 << 20

    private let transport: CurlTransport
    /// A program that starts needs a core for a while; dozens that start at once would all seem not to answer.
    private let starts = Turnstile(width: 2 * ProcessInfo.processInfo.activeProcessorCount)

    /// - Throws: `internal_error` when the transport cannot start.
    public init() throws(ChainError) {
        var settings = CurlTransport.Settings()
        settings.responseLimit = Self.responseLimit
        settings.connectionsPerHost = 64
        settings.totalDeadline = .seconds(20)
        transport = try CurlTransport(settings)
    }

    /// Ends all connections; nothing is asked through it afterwards.
    public func close() async { await transport.shutdown() }

    /// Makes an adapter; only so many are made at once in the whole run.
    /// - Throws: what the adapter refuses.
    func make(_ kind: AdapterKind, _ setup: AdapterSetup) async throws(ChainError) -> any ChainAdapter {
        try await starts.pass { () async throws(ChainError) in try await kind.make(setup) }
    }

    /// Everything an adapter is made from, its providers as the configuration of an exchange file names them.
    /// - Parameters:
    ///   - patience: how long a provider may take.
    ///   - log: takes the adapter's lines for the operator.
    /// - Throws: `configuration_invalid`.
    func setup(
        _ configuration: JSONValue, name: String, patience: Duration, now: @escaping @Sendable () -> Date,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(ChainError) -> AdapterSetup {
        var providers: [any Provider] = []
        var descriptions: [AdapterSetup.ProviderDescription] = []
        for (index, written) in (configuration["providers"]?.elements ?? []).enumerated() {
            guard let url = written["url"]?.text, let host = URL(string: url)?.host() else {
                throw ChainError(
                    .configurationInvalid, "A provider of an exchange file has a \"url\".", pointer: "/providers/\(index)/url")
            }
            let own = written.members?.filter { !["name", "url", "headers"].contains($0.key) } ?? [:]
            let name = written["name"]?.text ?? "provider-\(index + 1)"
            var headers = written["headers"]?.members?.compactMapValues(\.text) ?? [:]
            headers["x-conformance-secret"] = Self.secret
            providers.append(
                try HTTPProvider(
                    name: name, url: url, headers: headers, options: .object(own), transport: transport, retry: .never))
            descriptions.append(.init(name: name, host: host, options: .object(own)))
        }
        var settings = FailoverPool.Settings()
        settings.failuresToOpen = .max
        // One that served another chain may be asked again at once, so that it shows whether the adapter recovers.
        settings.coolDown = .zero
        settings.deadline = patience
        settings.providerDeadline = patience
        let (pooled, poolSettings) = (providers, settings)
        let options = configuration.members?.filter { $0.key != "providers" } ?? [:]
        return AdapterSetup(name: name, options: .object(options), providers: descriptions, now: now, log: log) {
            chain, identify in
            FailoverPool(chain: chain, providers: pooled, identify: identify, settings: poolSettings)
        }
    }
}
