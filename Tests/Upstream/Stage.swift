import ChainConformance
import ChainKit
import Testing
import Upstream

/// A scripted node on loopback and a transport to reach it with, for the length of a test.
struct Stage {
    let node: ScriptedUpstream
    let transport: CurlTransport

    static func with(
        _ script: [ScriptedUpstream.Entry], _ adjust: (inout CurlTransport.Settings) -> Void = { _ in },
        _ play: (Stage) async throws -> Void
    ) async throws {
        var settings = CurlTransport.Settings()
        adjust(&settings)
        let stage = Stage(node: try ScriptedUpstream(script: script), transport: try CurlTransport(settings))
        stage.node.start()
        let outcome = await Result { try await play(stage) }
        await stage.transport.shutdown()
        stage.node.stop()
        try outcome.get()
    }

    func provider(
        _ name: String = "node", path: String = "", headers: [String: String] = [:], retry: RetryPolicy = .never,
        clock: UpstreamClock = .system, chance: @escaping @Sendable () -> Double = { 0.5 }
    ) throws -> HTTPProvider {
        try HTTPProvider(
            name: name, url: node.url + path, headers: headers, transport: transport, retry: retry, clock: clock, chance: chance)
    }
}

extension Result where Failure == any Error, Success: Sendable {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// The code of the error that `body` throws.
func code<Value>(of body: () async throws -> Value) async -> ChainError.Code? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? ChainError)?.code
    }
}

let chainCall = RPCCall("eth_chainId")
