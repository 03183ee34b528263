import ChainKit
import Foundation
import Synchronization
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct CachingHoldingReaderTests {
    private let clock = ManualClock()
    private let log = ReadingLog()

    private func cache(_ reader: any HoldingReader, positive: Int = 10, negative: Int = 5, limit: Int = 100)
        -> CachingHoldingReader
    {
        CachingHoldingReader(
            reader, lifetimes: .init(positive: .seconds(positive), negative: .seconds(negative)), limit: limit,
            clock: clock.clock, observe: log.add)
    }

    private func asks(_ cache: CachingHoldingReader, _ source: FakeReader, _ query: HoldingQuery) async -> Bool {
        let before = source.queries.count
        _ = await cache.holdings([query])
        return source.queries.count > before
    }

    @Test(arguments: [(1 as UInt64, 10), (0, 5)])
    func keepsEnoughAndTooLittleEachForItsTime(_ amount: UInt64, _ seconds: Int) async throws {
        let source = FakeReader("a", amount)
        let cache = cache(source)
        let query = try HoldingQuery.number(1)
        #expect(await asks(cache, source, query))
        clock.advance(by: .seconds(seconds) - .milliseconds(1))
        #expect(await !asks(cache, source, query))
        clock.advance(by: .milliseconds(1))
        #expect(await asks(cache, source, query))
        #expect(log.all == [.cached(.miss, count: 1), .cached(.hit, count: 1), .cached(.miss, count: 1)])
    }

    @Test func keepsNoError() async throws {
        let source = FakeReader.failing("a")
        let cache = cache(source)
        for _ in 0..<3 { #expect(await asks(cache, source, try .number(1))) }
        #expect(cache.count == 0)
    }

    @Test func aTimeOfNoneKeepsNone() async throws {
        let source = FakeReader("a") { .success(FakeReader.holding("a", $0.account.address == "0x1" ? 1 : 0)) }
        let cache = cache(source, positive: 0)
        for _ in 0..<2 { #expect(await asks(cache, source, try .number(1))) }
        #expect(await asks(cache, source, try .number(2)))
        #expect(await !asks(cache, source, try .number(2)))
    }

    @Test func asksOnlyForWhatIsMissingAndKeepsTheOrder() async throws {
        let source = FakeReader("a") { .success(FakeReader.holding($0.account.address, 1)) }
        let cache = cache(source)
        _ = await cache.holdings([try .number(2)])
        let queries = try (1...3).map { try HoldingQuery.number($0) }
        let results = await cache.holdings(queries)
        #expect(try results.map { try $0.get().source } == ["0x1", "0x2", "0x3"])
        #expect(source.queries == [queries[1], queries[0], queries[2]])
        #expect(await cache.holdings([]).isEmpty)
    }

    @Test func anotherWantedAmountIsAnotherQuestion() async throws {
        let source = FakeReader("a", 1)
        let cache = cache(source)
        #expect(await asks(cache, source, try .number(1, wanted: 1)))
        #expect(await asks(cache, source, try .number(1, wanted: 2)))
    }

    @Test func timeRunsFromTheQuestionNotFromTheAnswer() async throws {
        let clock = clock
        let source = FakeReader("slow") { _ in
            clock.advance(by: .seconds(4))
            return .success(FakeReader.holding("slow", 0))
        }
        let cache = cache(source)
        #expect(await asks(cache, source, try .number(1)))
        clock.advance(by: .seconds(1))
        #expect(await asks(cache, source, try .number(1)))
    }

    @Test func neverGrowsPastItsLimit() async throws {
        let source = FakeReader("a", 1)
        let cache = cache(source, limit: 10)
        for number in 0..<100 {
            _ = await cache.holdings([try .number(number)])
            #expect(cache.count <= 10)
            clock.advance(by: .milliseconds(10))
        }
        #expect(await !asks(cache, source, try .number(99)), "the newest stay")
        #expect(await asks(cache, source, try .number(0)))
    }

    /// Whatever a provider says and whenever it is asked, no answer is given later than its time after it was true.
    @Test func givesNothingPastItsTime() async throws {
        for seed in UInt64(0)..<200 {
            let dice = Mutex(Dice(state: seed))
            let said = Mutex<[HoldingQuery: (at: Duration, result: Result<Holding, ChainError>)]>([:])
            let clock = clock
            let source = FakeReader("a") { query in
                let roll = dice.withLock { Int.random(in: 0..<3, using: &$0) }
                let result: Result<Holding, ChainError> =
                    roll == 2 ? .failure(ChainError(.upstreamTimeout, "late")) : .success(FakeReader.holding("a", UInt64(roll)))
                said.withLock { $0[query] = (clock.clock.elapsed(), result) }
                return result
            }
            let cache = cache(source, limit: 4)
            for _ in 0..<40 {
                let (number, step) = dice.withLock { (Int.random(in: 0..<6, using: &$0), Int.random(in: 0..<4, using: &$0)) }
                let query = try HoldingQuery.number(number)
                let before = source.queries.count
                let result = await cache.holdings([query])[0]
                let (at, truth) = try #require(said.withLock { $0[query] })
                #expect(result == truth, "seed \(seed)")
                if source.queries.count == before {
                    let holding = try result.get()
                    #expect(clock.clock.elapsed() - at < .seconds(holding.amount == .zero ? 5 : 10), "seed \(seed)")
                }
                clock.advance(by: .seconds(step))
            }
        }
    }
}
