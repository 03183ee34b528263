import AdapterProtocol
import ChainKit
import Foundation
import Testing
import Upstream

@testable import ExternalAdapter

/// Whose fault it is while a program is not there, or waits for Gatehouse itself.
@Suite(.timeLimit(.minutes(1))) struct RestingProgramTests {
    @Test func aProgramThatRestsIsNotItsProvidersFault() async throws {
        let program = try TestProgram(bad: "os._exit(1)")
        let time = ManualClock()
        var limits = ProgramLimits.tight
        limits.shortestPause = .seconds(30)
        var settings = FailoverPool.Settings()
        settings.failuresToOpen = 1
        let setup = AdapterSetup(name: "test", options: [:], providers: [], now: { Date() }, log: program.log) {
            [settings] chain, identify in
            FailoverPool(chain: chain, providers: [NamedProvider(name: "alpha")], identify: identify, settings: settings)
        }
        let adapter = try await ExternalAdapter.start(
            setup, options: [:], program: try Program(command: ["python3", program.path], environment: []), limits: limits,
            clock: time.clock)
        _ = await adapter.failure("bad")
        await program.lines.waiting(for: "started again")
        for _ in 0..<3 {
            let health = await adapter.health()
            #expect(health.status == .down)
            #expect(health.providers.first?.name == "alpha")
            #expect(health.providers.first?.detail?.contains("program is not running") ?? false, "\(health.providers)")
        }
        await adapter.close()
    }

    @Test func whoWaitsForThePoolIsNotReplaced() async throws {
        let program = try TestProgram(
            bad: "send({'jsonrpc': '2.0', 'id': request['id'], 'method': 'pool.ask', 'params': {}})")
        let time = ManualClock()
        let pool = SilentPool()
        try await program.run(clock: time.clock, pool: pool) { adapter in
            let before = try await adapter.pid()
            for number in 1...4 {
                async let failure = adapter.failure("bad")
                await pool.asked.waiting(for: "question \(number)")
                await time.sleeping(1)
                time.advance(by: .seconds(60))
                #expect(await failure?.code == .upstreamTimeout)
            }
            let after = Task { try await adapter.pid() }
            #expect(try await after.value == before)
        }
    }
}

/// A pool that answers nobody.
private struct SilentPool: ProviderPool {
    let asked = Lines()

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        asked.add("question \(asked.all.count + 1)")
        _ = await Promise<Void>().value()
        throw ChainError(.cancelled, "Nobody waits any more.")
    }
    func health() async -> [ProviderHealth] { [] }
}
