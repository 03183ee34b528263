import ChainKit
import Foundation
import Synchronization
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct CoalescingHoldingReaderTests {
    private let source = HeldReader()

    private func query(_ number: Int) throws -> HoldingQuery {
        let chain = try ChainID("eip155:1")
        return HoldingQuery(
            account: try Account(chain: chain, address: "0x\(number)"),
            asset: Asset(chain: chain, namespace: "erc20", reference: "0x"))
    }

    private func amounts(_ results: [Result<Holding, ChainError>]) throws -> [String] {
        try results.map { try $0.get().items[0] }
    }

    @Test func asksOneQueryOnceHoweverManyAskIt() async throws {
        let reader = CoalescingHoldingReader(source)
        let query = try query(1)
        let tasks = (0..<10).map { _ in Task { await reader.holdings([query, query]) } }
        await source.flights(1)
        #expect(reader.pending == 1)
        source.open()
        for task in tasks { #expect(try amounts(await task.value) == ["0x1", "0x1"]) }
        #expect(source.batches == [1])
        #expect(reader.pending == 0)
    }

    @Test func sharesTheNextFlightAndKeepsEachOrder() async throws {
        let reader = CoalescingHoldingReader(source)
        let lone = try query(0)
        let first = Task { await reader.holdings([lone]) }
        await source.flights(1)
        let numbers = [[3, 1, 2], [2, 9], [5, 0, 3]]
        let tasks = try numbers.map { try $0.map(query) }.map { queries in Task { await reader.holdings(queries) } }
        while reader.pending < 6 { await Task.yield() }
        source.open()
        #expect(try amounts(await first.value) == ["0x0"])
        for (task, numbers) in zip(tasks, numbers) { #expect(try amounts(await task.value) == numbers.map { "0x\($0)" }) }
        #expect(source.batches == [1, 5])
    }

    @Test func aFullBatchLeavesAtOnceAndAnOverfullOneIsSplit() async throws {
        let reader = CoalescingHoldingReader(source, maxBatch: 4)
        let lone = try query(0)
        let first = Task { await reader.holdings([lone]) }
        await source.flights(1)
        let queries = try (1...10).map(query)
        let rest = Task { await reader.holdings(queries) }
        await source.flights(3)
        #expect(source.batches == [1, 4, 4])
        source.open()
        #expect(try amounts(await rest.value) == (1...10).map { "0x\($0)" })
        _ = await first.value
        #expect(source.batches == [1, 4, 4, 2])
    }

    @Test func oneWhoLeavesIsAnsweredAtOnceAndTakesNothingFromOthers() async throws {
        let reader = CoalescingHoldingReader(source)
        let query = try query(1)
        let stays = Task { await reader.holdings([query]) }
        await source.flights(1)
        let leaves = Task { await reader.holdings([query]) }
        leaves.cancel()
        #expect(await code { try await leaves.value[0].get() } == .cancelled)
        source.open()
        #expect(try amounts(await stays.value) == ["0x1"])
    }

    @Test func theOneWhoAskedFirstMayLeaveToo() async throws {
        let reader = CoalescingHoldingReader(source)
        let query = try query(1)
        let leaves = Task { await reader.holdings([query]) }
        await source.flights(1)
        async let stays = reader.holdings([query])
        leaves.cancel()
        #expect(await code { try await leaves.value[0].get() } == .cancelled)
        source.open()
        #expect(try amounts(await stays) == ["0x1"])
    }

    @Test func aQueryNobodyWaitsForAnyMoreIsNotAsked() async throws {
        let reader = CoalescingHoldingReader(source)
        let lone = try query(0)
        let first = Task { await reader.holdings([lone]) }
        await source.flights(1)
        let queries = try [1, 2, 1].map(query)
        let leaves = Task { await reader.holdings(queries) }
        while reader.pending < 3 { await Task.yield() }
        leaves.cancel()
        _ = await leaves.value
        #expect(reader.pending == 1)
        source.open()
        _ = await first.value
        #expect(source.batches == [1])
    }

    @Test func asksAnewAfterAnAnswer() async throws {
        source.open()
        let reader = CoalescingHoldingReader(source)
        for _ in 0..<2 { _ = await reader.holdings([try query(1)]) }
        #expect(source.batches == [1, 1])
        #expect(await reader.holdings([]).isEmpty)
    }

    @Test func passesErrorsOnToThoseWhoAsked() async throws {
        source.open()
        let results = await CoalescingHoldingReader(source).holdings([try query(13), try query(1)])
        #expect(results[0] == .failure(ChainError(.upstreamTimeout, "late")))
        #expect(try amounts([results[1]]) == ["0x1"])
    }

    @Test func aReaderThatAnswersTooLittleIsAFaultOfOurs() async throws {
        source.open()
        let results = await CoalescingHoldingReader(source).holdings([try query(404)])
        #expect(await code { try results[0].get() } == .internalError)
    }
}

/// Answers each query with its own address as an item, once it is opened; account 13 fails, 404 is left out.
private final class HeldReader: HoldingReader {
    private struct State {
        var isOpen = false
        var batches: [Int] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }
    private let state = Mutex(State())

    var batches: [Int] { state.withLock { $0.batches } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func flights(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.batches.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset { throw ChainError(.assetInvalid, "not asked here") }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        await withCheckedContinuation { continuation in
            let (isOpen, watchers) = state.withLock { state in
                state.batches.append(queries.count)
                if !state.isOpen { state.waiting.append(continuation) }
                let count = state.batches.count
                defer { state.watchers.removeAll { $0.count <= count } }
                return (state.isOpen, state.watchers.filter { $0.count <= count }.map(\.continuation))
            }
            for watcher in watchers { watcher.resume() }
            if isOpen { continuation.resume() }
        }
        return queries.filter { $0.account.address != "0x404" }.map { query in
            if query.account.address == "0x13" { return .failure(ChainError(.upstreamTimeout, "late")) }
            return .success(
                Holding(
                    amount: Amount(1 as UInt64), items: [query.account.address], at: nil, source: "held",
                    observedAt: Date(timeIntervalSince1970: 0)))
        }
    }
}
