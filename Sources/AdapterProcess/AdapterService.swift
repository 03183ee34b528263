import AdapterProtocol
import ChainKit
import Foundation
import Synchronization

/// Answers the host's questions with an adapter.
final class AdapterService: Sendable {
    /// More than any host may ask of one program.
    static let limits = PeerLimits(lineBytes: 256 << 20, servedAtOnce: 1024)

    /// The adapter, and how its providers are identified.
    struct Made: Sendable {
        let adapter: any ChainAdapter
        let identify: AdapterSetup.Identify?
    }

    let kind: AdapterKind
    let clock = HostClock()
    let codes = CodeRequests()
    private let log: @Sendable (String) -> Void
    private let state = Mutex<Made?>(nil)

    init(_ kind: AdapterKind, log: @escaping @Sendable (String) -> Void) {
        self.kind = kind
        self.log = log
    }

    func close() async { await state.withLock { $0 }?.adapter.close() }

    /// - Throws: what the adapter throws, as JSON-RPC carries it.
    func answer(_ call: RPCCall, _ peer: Peer) async throws(RPCFailure) -> JSONValue {
        if call.method == "initialize" { try Self.requireCommonVersion(call.params) }
        let answer: JSONValue?
        do throws(ChainError) {
            let reader = try MessageReader(call.params, "the params of \(call.method)")
            if reader.has("now") { clock.told(try reader.time("now")) }
            answer = try await self.answer(call.method, reader, peer)
        } catch {
            throw RPCFailure(error)
        }
        guard let answer else {
            throw RPCFailure(code: ErrorCode.unknownMethod, message: "There is no method \"\(call.method.shown(64))\".")
        }
        // What ties the answer to its call, where the host asks for it.
        return call.params["nonce"].map { answer.adding("nonce", $0) } ?? answer
    }

    private static func requireCommonVersion(_ params: JSONValue) throws(RPCFailure) {
        let ours = JSONValue.integer(Int64(AdapterManifest.contractVersion))
        guard params["contract_versions"]?.elements?.contains(ours) ?? false else {
            throw RPCFailure(
                code: ErrorCode.versions, message: "No common contract version.", data: ["contract_versions": [ours]])
        }
    }

    func initialize(_ words: Initialization, _ peer: Peer) async throws(ChainError) -> Introduction {
        let identification = Mutex<AdapterSetup.Identify?>(nil)
        let setup = AdapterSetup(
            name: words.name, options: words.options, providers: words.providers, now: { [clock] in clock.now }, log: log
        ) { _, identify in
            identification.withLock { $0 = identify }
            return RemotePool(host: RemoteHost(peer: peer))
        }
        let adapter = try await kind.make(setup)
        let identify = identification.withLock { $0 }
        let wasMade = state.withLock { state in
            if state != nil { return true }
            state = Made(adapter: adapter, identify: identify)
            return false
        }
        guard !wasMade else {
            await adapter.close()
            throw ChainError(.configurationInvalid, "\"initialize\" came a second time.")
        }
        return Introduction(
            contractVersion: AdapterManifest.contractVersion, chain: adapter.chain, manifest: adapter.manifest)
    }

    /// - Throws: `configuration_invalid` before the adapter is made.
    var made: Made {
        get throws(ChainError) {
            guard let made = state.withLock({ $0 }) else {
                throw ChainError(.configurationInvalid, "\"initialize\" has to come first.")
            }
            return made
        }
    }
}
