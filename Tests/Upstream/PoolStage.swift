import ChainConformance
import ChainKit
import Foundation
import Synchronization
import Testing
import Upstream

/// A pool of providers that are paths of one scripted node, with time that stands still.
struct PoolStage {
    /// What a test tells the node to do for one provider.
    typealias Entry = ScriptedUpstream.Entry

    let node: ScriptedUpstream
    let pool: FailoverPool
    let clock: ManualClock
    let events: EventLog

    static func with(
        _ names: [String], _ script: [Entry], _ adjust: (inout FailoverPool.Settings) -> Void = { _ in },
        _ play: (PoolStage) async throws -> Void
    ) async throws {
        try await Stage.with(script) { stage in
            let clock = ManualClock()
            let events = EventLog()
            var settings = FailoverPool.Settings()
            adjust(&settings)
            let pool = FailoverPool(
                chain: try ChainID("eip155:1"), providers: try names.map { try stage.provider($0, path: "/" + $0) },
                identify: identify, settings: settings, clock: clock.clock, chance: { 0 }, observe: events.add)
            try await play(PoolStage(node: stage.node, pool: pool, clock: clock, events: events))
        }
    }

    private static let identify: AdapterSetup.Identify = { provider throws(ChainError) in
        guard case .success(let answer) = try await provider.call(chainCall),
            let id = Int((answer.text ?? answer["chain"]?.text ?? "").dropFirst(2), radix: 16)
        else { throw ChainError(.upstreamInvalid, "no chain id") }
        return ProviderIdentity(
            chain: try ChainID(namespace: "eip155", reference: String(id)),
            head: answer["head"]?.whole.map { UInt64($0) },
            headTime: answer["age"]?.whole.map { Date(timeIntervalSince1970: 1_000_000 - Double($0)) })
    }

    /// What a provider answers that tells its head and how many seconds old that is.
    static func told(head: Int64? = nil, age: Int64? = nil) -> JSONValue {
        ["chain": "0x1", "head": head.map { .integer($0) } ?? .null, "age": age.map { .integer($0) } ?? .null]
    }

    /// Asks for `read` and gives the name of the provider that answered.
    @discardableResult
    func ask() async throws(ChainError) -> String {
        try await pool.ask { provider throws(ChainError) in
            _ = try await provider.call(RPCCall("read"))
            return provider.name
        }
    }

    static func healthy(_ name: String, chain: JSONValue = "0x1") -> [Entry] {
        [
            Entry(.init(path: "/" + name, rpc: "eth_chainId"), .init(body: .json(chain))),
            Entry(.init(path: "/" + name, rpc: "read"), .init(body: .json(true))),
        ]
    }

    static func failing(_ name: String, rpc: String? = nil, _ response: ScriptedUpstream.Response, times: Int? = nil) -> Entry {
        Entry(.init(path: "/" + name, rpc: rpc), response, times: times)
    }
}

final class EventLog: Sendable {
    private let events = Mutex<[PoolEvent]>([])
    @Sendable func add(_ event: PoolEvent) { events.withLock { $0.append(event) } }
    var lines: [String] { events.withLock { $0.map { "\($0.provider) \($0.purpose) \($0.outcome)" } } }
}
