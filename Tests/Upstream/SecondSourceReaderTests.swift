import ChainKit
import Foundation
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct SecondSourceReaderTests {
    private let log = ReadingLog()

    private func answer(_ first: FakeReader, _ others: [FakeReader], wanted: UInt64 = 1) async throws -> Result<
        Holding, ChainError
    > {
        let reader = SecondSourceReader(first, providers: ([first] + others).map(\.provider), observe: log.add)
        return await reader.holdings([try .number(1, wanted: wanted)])[0]
    }

    @Test func asksNobodyElseWhereTheChainSpokeOrEnoughIsShown() async throws {
        let other = FakeReader("b", 5)
        for first in [FakeReader("a", 0), FakeReader("a", 1, .index), .failing("a")] { _ = try await answer(first, [other]) }
        #expect(other.queries.isEmpty && log.all.isEmpty)
    }

    @Test(arguments: [Holding.Basis.chain, .index])
    func aSecondSourceMakesTooLittleANo(_ basis: Holding.Basis) async throws {
        let holding = try await answer(FakeReader("a", 0, .index), [FakeReader("b", 0, basis)]).get()
        #expect(holding.amount == .zero && holding.basis == .chain && holding.source == "a+b")
        #expect(log.all == [.confirmation(.confirmed, count: 1)])
    }

    @Test func aSecondSourceThatShowsEnoughIsBelieved() async throws {
        let holding = try await answer(FakeReader("a", 0, .index), [.failing("b"), FakeReader("c", 2, .index)]).get()
        #expect(holding.amount == Amount(2 as UInt64) && holding.source == "c")
        #expect(log.all == [.confirmation(.overruled, count: 1)])
    }

    @Test func ofTwoThatShowTooLittleTheLargerStands() async throws {
        let first = FakeReader("a", 1, .index, items: ["7"])
        let holding = try await answer(first, [FakeReader("b", 2, .index, items: ["7", "8"])], wanted: 3).get()
        #expect(holding.amount == Amount(2 as UInt64) && holding.items == ["7", "8"] && holding.basis == .chain)
    }

    @Test func twoIndexesThatShowDifferentTokensConfirmNothing() async throws {
        let first = FakeReader("a", 1, .index, items: ["7"])
        let second = FakeReader("b", 1, .index, items: ["8"])
        #expect(await code { try await answer(first, [second], wanted: 2).get() } == .upstreamUnconfirmed)
        #expect(try await answer(first, [second, FakeReader("c", 1)], wanted: 2).get().basis == .chain)
    }

    @Test func withoutASecondSourceItIsUndetermined() async throws {
        #expect(await code { try await answer(FakeReader("a", 0, .index), []).get() } == .upstreamUnconfirmed)
        let error = await #expect(throws: ChainError.self) {
            try await answer(FakeReader("a", 0, .index), [.failing("b")]).get()
        }
        #expect(error?.code.blame == .outside && error?.retryAfterSeconds == 7 && error?.cause?.contains("b fails") == true)
        #expect(log.all == [.confirmation(.unconfirmed, count: 1), .confirmation(.unconfirmed, count: 1)])
    }

    @Test func doesNotAskTheSourceOfTheAnswerAgain() async throws {
        let source = FakeReader("b", 0, .index)
        let other = FakeReader("a", 0, .index)
        let reader = SecondSourceReader(source, providers: [other.provider, source.provider])
        _ = await reader.holdings([try .number(1)])
        #expect(source.queries.count == 1 && other.queries.count == 1)
    }

    @Test func asksOnlyForWhatIsInDoubtAndKeepsTheOrder() async throws {
        let first = FakeReader("a") { query in
            query.account.address == "0x2" ? .success(FakeReader.holding("a", 0, .index)) : .success(FakeReader.holding("a", 1))
        }
        let second = FakeReader("b", 4)
        let queries = try (1...3).map { try HoldingQuery.number($0) }
        let results = await SecondSourceReader(first, providers: [first.provider, second.provider]).holdings(queries)
        #expect(try results.map { try $0.get().source } == ["a", "b", "a"])
        #expect(second.queries == [queries[1]])
    }

    /// Providers err, lag or tell the truth. While at most one of those that answer lags, no holder is told no; and a no
    /// that did not come from the chain is on the word of two.
    @Test func noHolderIsToldNo() async throws {
        for seed in UInt64(0)..<3000 {
            var dice = Dice(state: seed)
            let wanted = UInt64.random(in: 1...3, using: &dice)
            let truth = UInt64.random(in: 0...4, using: &dice)
            let items = (0..<truth).map { "t\($0)" }
            let count = Int.random(in: 1...4, using: &dice)
            let lagging = Int.random(in: 0..<count, using: &dice)
            let readers = (0..<count).map { index -> FakeReader in
                if index == lagging {
                    let seen = items.filter { _ in Bool.random(using: &dice) }
                    return FakeReader("\(index)", UInt64(seen.count), .index, items: seen)
                }
                return switch Int.random(in: 0..<3, using: &dice) {
                case 0: .failing("\(index)")
                case 1: FakeReader("\(index)", truth, .chain)
                default: FakeReader("\(index)", truth, .index, items: items)
                }
            }
            guard case .success(let holding) = try await answer(readers[0], Array(readers.dropFirst()), wanted: wanted),
                holding.amount < Amount(wanted)
            else { continue }
            #expect(truth < wanted, "seed \(seed)")
            #expect(holding.basis == .chain, "seed \(seed)")
            let spoke = readers.filter { !$0.queries.isEmpty }.count
            #expect(holding.source == "0" || spoke >= 2, "seed \(seed)")
        }
    }
}
