import ChainKit
import Foundation
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct QuorumHoldingReaderTests {
    private let log = ReadingLog()

    private func reader(_ readers: [FakeReader], of quorum: Int) -> QuorumHoldingReader {
        QuorumHoldingReader(readers[0], providers: readers.map(\.provider), quorum: quorum, observe: log.add)
    }

    private func answer(_ readers: [FakeReader], of quorum: Int) async throws -> Result<Holding, ChainError> {
        await reader(readers, of: quorum).holdings([try .number(1)])[0]
    }

    @Test func asksNoMoreThanTheQuorumWhileTheyAgree() async throws {
        let readers = [FakeReader("a", 3), FakeReader("b", 3), FakeReader("c", 3)]
        let holding = try await answer(readers, of: 2).get()
        #expect(holding.amount == Amount(3 as UInt64) && holding.source == "a+b")
        #expect(readers.map(\.queries.count) == [1, 1, 0])
        #expect(log.all == [.quorum(.agreed, count: 1, detail: nil)])
    }

    @Test func theEarliestPointSpeaksForAll() async throws {
        let readers = [("a", 90), ("b", 80)].map { name, block in
            FakeReader(name) { _ in .success(FakeReader.holding(name, 1, block: UInt64(block))) }
        }
        #expect(try await answer(readers, of: 2).get().at == .block(80))
    }

    @Test func asksTheOthersWhereOneFailsOrDiffers() async throws {
        for odd in [FakeReader.failing("b"), FakeReader("b", 2)] {
            let readers = [FakeReader("a", 3), odd, FakeReader("c", 3), FakeReader("d", 3)]
            #expect(try await answer(readers, of: 2).get().source == "a+c")
            #expect(readers[3].queries.isEmpty)
        }
    }

    @Test func asksTheOthersOnlyForWhatIsOpen() async throws {
        let second = FakeReader("b") {
            $0.account.address == "0x2" ? .success(FakeReader.holding("b", 9)) : .success(FakeReader.holding("b", 1))
        }
        let third = FakeReader("c", 1)
        let queries = try (1...3).map { try HoldingQuery.number($0) }
        let results = await reader([FakeReader("a", 1), second, third], of: 2).holdings(queries)
        #expect(try results.map { try $0.get().source } == ["a+b", "a+c", "a+b"])
        #expect(third.queries == [queries[1]])
    }

    @Test func disagreementIsUndeterminedAndTold() async throws {
        let error = try #require(
            await code { try await answer([FakeReader("a", 1), FakeReader("b", 0), .failing("c")], of: 2).get() })
        #expect(error == .upstreamDisagreed && error.blame == .outside)
        #expect(log.all == [.quorum(.disagreed, count: 1, detail: "erc721:0xc0: a: 1, b: 0")])
    }

    @Test func tokensAndDelegatedSharesHaveToBeTheSameToo() async throws {
        let tokens = [FakeReader("a", 1, items: ["1"]), FakeReader("b", 1, items: ["2"])]
        #expect(await code { try await answer(tokens, of: 2).get() } == .upstreamDisagreed)
        let holder = try HoldingQuery.number(7).account
        let delegated = FakeReader("b") { _ in
            var holding = FakeReader.holding("b", 1)
            holding.delegated = [Holding.Share(holder: holder, amount: Amount(1 as UInt64))]
            return .success(holding)
        }
        #expect(await code { try await answer([FakeReader("a", 1), delegated], of: 2).get() } == .upstreamDisagreed)
    }

    @Test func tooFewAnswersGiveTheProvidersError() async throws {
        #expect(await code { try await answer([FakeReader("a", 1), .failing("b")], of: 2).get() } == .upstreamTimeout)
        #expect(log.all == [.quorum(.short, count: 1, detail: nil)])
    }

    /// Fewer liars than the quorum cannot make it say anything but the truth.
    @Test func aMinorityOfLiarsIsNeverBelieved() async throws {
        for seed in UInt64(0)..<2000 {
            var dice = Dice(state: seed)
            let count = Int.random(in: 2...6, using: &dice)
            let quorum = Int.random(in: 2...count, using: &dice)
            let liars = Set((0..<count).shuffled(using: &dice).prefix(Int.random(in: 0..<quorum, using: &dice)))
            let truth = UInt64.random(in: 0...2, using: &dice)
            var honest = 0
            let readers = (0..<count).map { index in
                if liars.contains(index) { return FakeReader("\(index)", UInt64.random(in: 0...2, using: &dice)) }
                if Bool.random(using: &dice) { return FakeReader.failing("\(index)") }
                honest += 1
                return FakeReader("\(index)", truth)
            }
            switch try await answer(readers, of: quorum) {
            case .success(let holding): #expect(holding.amount == Amount(truth), "seed \(seed)")
            case .failure(let error):
                #expect(error.code.blame == .outside && honest < quorum, "seed \(seed)")
            }
        }
    }
}
