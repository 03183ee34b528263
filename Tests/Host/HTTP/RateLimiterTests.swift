import Testing

@testable import Host

@Suite struct RateLimiterTests {
    private let start = ContinuousClock.now

    @Test func refillsEvenlyOverAMinute() {
        let limiter = RateLimiter(perMinute: [.verify: 10])
        for _ in 0..<10 { #expect(limiter.take(.verify, caller: "a", now: start)?.isAllowed == true) }
        let refused = limiter.take(.verify, caller: "a", now: start)
        #expect(refused?.isAllowed == false)
        #expect(refused.map { $0.waitSeconds.rounded() } == 6)
        #expect(limiter.take(.verify, caller: "a", now: start + .seconds(5.9))?.isAllowed == false)
        #expect(limiter.take(.verify, caller: "a", now: start + .seconds(6.1))?.isAllowed == true)
        #expect(limiter.take(.verify, caller: "a", now: start + .seconds(6.2))?.isAllowed == false)
    }

    @Test func whatIsGivenBackCanBeTakenAgainAndNoMore() throws {
        let limiter = RateLimiter(perMinute: [.verify: 2])
        let taken = try #require(limiter.take(.verify, caller: "a", now: start))
        limiter.giveBack(taken)
        limiter.giveBack(taken)
        for _ in 0..<2 { #expect(limiter.take(.verify, caller: "a", now: start)?.isAllowed == true) }
        let refused = try #require(limiter.take(.verify, caller: "a", now: start))
        #expect(!refused.isAllowed)
        limiter.giveBack(refused)
        #expect(limiter.take(.verify, caller: "a", now: start)?.isAllowed == false)
    }

    @Test func neverSavesUpMoreThanAMinute() {
        let limiter = RateLimiter(perMinute: [.other: 3])
        #expect(limiter.take(.other, caller: "a", now: start)?.remaining == 2)
        let later = start + .seconds(86_400)
        let allowed = (0..<5).map { _ in limiter.take(.other, caller: "a", now: later)?.isAllowed }
        #expect(allowed == [true, true, true, false, false])
    }
}
