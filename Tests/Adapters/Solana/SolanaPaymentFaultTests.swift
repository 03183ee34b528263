import ChainConformance
import ChainKit
import Foundation
import SolanaAdapter
import Testing
import Upstream

/// Payments read over HTTP from nodes that fail.
@Suite(.timeLimit(.minutes(1)))
struct SolanaPaymentFaultTests {
    private typealias Entry = ScriptedUpstream.Entry
    private typealias Response = ScriptedUpstream.Response

    /// A chain whose providers are paths of one scripted node, the first of which may fail.
    private func serving(
        names: [String] = ["first"], _ script: [Entry], _ play: (any ChainAdapter, ScriptedUpstream) async throws -> Void
    ) async throws {
        var settings = CurlTransport.Settings()
        settings.totalDeadline = .milliseconds(500)
        settings.responseLimit = 1 << 20
        let node = try ScriptedUpstream(script: script)
        let transport = try CurlTransport(settings)
        node.start()
        var outcome: Result<Void, any Error> = .success(())
        do { try await play(try adapter(names, node.url, transport), node) } catch { outcome = .failure(error) }
        await transport.shutdown()
        node.stop()
        try outcome.get()
    }

    private func adapter(_ names: [String], _ url: String, _ transport: CurlTransport) async throws -> any ChainAdapter {
        let providers = try names.map {
            try HTTPProvider(name: $0, url: "\(url)/\($0)", transport: transport, retry: .never)
        }
        let descriptions = names.map { AdapterSetup.ProviderDescription(name: $0, host: "127.0.0.1", options: [:]) }
        return try await AdapterKind.solana.make(
            AdapterSetup(name: "sol", options: ["network": "mainnet"], providers: descriptions, now: { Sample.now }) {
                FailoverPool(chain: $0, providers: providers, identify: $1)
            })
    }

    private static let healthy: [Entry] = [
        .rpc("getGenesisHash", result: .string(Paid.genesisHash)),
        .rpc("getTransaction", result: Paid.Record().json), .rpc("getSignatureStatuses", result: Paid.status()),
    ]

    private func code(_ adapter: any ChainAdapter) async -> ChainError.Code? {
        do throws(ChainError) {
            _ = try await adapter.transactions?.payment(Self.payment(adapter))
            return nil
        } catch {
            return error.code
        }
    }

    private static func payment(_ adapter: any ChainAdapter) async throws(ChainError) -> ExpectedPayment {
        do { return try await Paid.expected(on: adapter) } catch { throw ChainError(.internalError, "\(error)") }
    }

    private static let faults: [(Response, ChainError.Code)] = [
        (.init(fault: .hang), .upstreamTimeout), (.init(fault: .reset), .upstreamUnavailable),
        (.init(fault: .truncate), .upstreamInvalid), (.init(fault: .wrongID), .upstreamInvalid),
        (.init(fault: .oversize(bytes: 2 << 20)), .upstreamTooLarge), (.init(status: 429), .upstreamRateLimited),
        (.init(status: 500), .upstreamUnavailable), (.init(body: .raw(Array("<html>".utf8))), .upstreamInvalid),
        (.init(body: .failure(["code": -32011, "message": "no history"])), .upstreamUnavailable),
        (.init(body: .failure(["code": -32015, "message": "version"])), .upstreamUnavailable),
        (.init(body: .json([:])), .upstreamInvalid), (.init(body: .json("paid")), .upstreamInvalid),
    ]

    @Test(arguments: faults.indices, ["getTransaction", "getSignatureStatuses"])
    func aFaultIsNeitherPendingNorARefusal(_ index: Int, _ method: String) async throws {
        let (response, expected) = Self.faults[index]
        try await serving([Entry.rpc(method, response)] + Self.healthy) { adapter, node in
            #expect(await code(adapter) == expected)
            node.replace(script: Self.healthy)
            if expected != .upstreamRateLimited { #expect(await code(adapter) == nil) }
        }
    }

    /// Records that do not say what has to be judged, or not of the transaction asked for.
    private static let records: [@Sendable (inout Paid.Record) -> Void] = [
        { $0.blockTime = nil }, { $0.blockTime = "today" }, { $0.signatures = [.string(Paid.payer)] }, { $0.signatures = [] },
        { $0.signatures = [1] }, { $0.inner = [[:]] }, { $0.inner = "none" }, { $0.slot = -1 },
        { $0.instructions[0] = [:] }, { $0.instructions[0] = Paid.transfer(-1) },
        { $0.instructions[1] = ["programId": .string(Paid.memoProgram), "parsed": ["text": "x"]] },
        { $0.instructions[0] = Paid.call(Paid.system, "transfer", ["destination": .string(Paid.treasury)]) },
        {
            $0.instructions.append(Paid.unread(Paid.stranger))
            $0.inner = nil
        },
    ]

    @Test(arguments: records.indices)
    func anUnusableRecordIsTheNodesFaultAndTheNextOneIsAsked(_ index: Int) async throws {
        var record = Paid.Record()
        Self.records[index](&record)
        let bad = Entry(.init(path: "/first", rpc: "getTransaction"), .init(body: .json(record.json)))
        try await serving([bad] + Self.healthy) { adapter, _ in #expect(await code(adapter) == .upstreamInvalid) }
        try await serving(names: ["first", "second"], [bad] + Self.healthy) { adapter, _ in
            let verdict = try await adapter.transactions?.payment(Self.payment(adapter))
            #expect(verdict == .paid(at: .slot(300), isFinal: true))
        }
    }

    @Test func asksNobodyOnAnotherChain() async throws {
        let script = [Entry.rpc("getGenesisHash", result: "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG")] + Self.healthy
        try await serving(script) { adapter, node in
            #expect(await code(adapter) == .upstreamWrongChain)
            #expect(node.calls("getTransaction") == 0)
        }
    }

    @Test func takesOneRequestForOnePayment() async throws {
        try await serving(Self.healthy) { adapter, node in
            #expect(await code(adapter) == nil)
            let before = node.requestCount
            #expect(await code(adapter) == nil)
            #expect(node.requestCount == before + 1)
            #expect(node.unmatched.allSatisfy { $0.contains("getAccountInfo") })
        }
    }
}
