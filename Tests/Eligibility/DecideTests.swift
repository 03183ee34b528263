import ChainKit
import Eligibility
import Testing

@Suite struct DecideTests {
    private let subject = Subject(accounts: [])

    private func decide(_ requirement: Requirement) -> Decision { requirement.decide(for: subject, given: [:], now: noon) }

    @Test func anyWithOneYesAndOneUnknownIsYes() {
        #expect(Requirement.any([.given(.unknown), .given(.yes)]).outcome == .yes)
    }

    @Test func allWithOneNoAndOneUnknownIsNo() {
        #expect(Requirement.all([.given(.unknown), .given(.no)]).outcome == .no)
    }

    @Test(arguments: [
        (2, [Ternary.yes, .yes, .unknown], Ternary.yes),
        (2, [.yes, .unknown, .no], .unknown),
        (2, [.yes, .no, .no], .no),
        (2, [.unknown, .unknown, .no], .unknown),
        (3, [.yes, .unknown, .no], .no),
    ])
    func atLeastCountsWhatIsKnown(needed: Int, parts: [Ternary], expected: Ternary) {
        #expect(Requirement.atLeast(needed, of: parts.map { .given($0) }).outcome == expected)
    }

    @Test func aMethodThatIsOffCountsAgainstTheCaller() {
        let off = Requirement.given(.yes, isOn: false)
        #expect(off.outcome == .no)
        #expect(Requirement.not(off).outcome == .no)
        #expect(Requirement.not(.not(off)).outcome == .no)
        #expect(decide(off).reasons.map(\.code) == ["method_off"])
    }

    @Test func theReasonsOfTheGrantingPartComeFirst() {
        let decision = decide(.any([.given(.no, number: 1), .given(.unknown, number: 2), .given(.yes, number: 3)]))
        #expect(decision.reasons.map(\.code) == ["given_yes", "given_no", "given_unknown"])
        #expect(decision.method == "m3")
    }

    @Test func aNotThatGrantsNamesItsOwnMethod() {
        #expect(decide(.not(.given(.no, number: 4))).method == "m4")
        #expect(decide(.all([.not(.given(.no, number: 4)), .given(.yes, number: 5)])).method == "m5")
    }

    @Test func onlyAYesNamesAMethod() {
        #expect(decide(.given(.no)).method == nil)
        #expect(decide(.given(.unknown)).method == nil)
    }

    @Test func anUnknownWithoutAWaitIsAskedAgainAfterFiveSeconds() {
        #expect(decide(.given(.unknown)).retryAfterSeconds == 5)
        #expect(decide(.given(.no)).retryAfterSeconds == nil)
    }
}
