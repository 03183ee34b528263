import ChainKit
import Eligibility
import Testing

/// Laws that hold for every requirement, tried on many random ones.
@Suite struct AlgebraTests {
    private static let rounds = 4000

    private func forEachTree(
        seed: UInt64, _ body: (Shape, [Ternary], inout SeededGenerator) throws -> Void
    ) rethrows {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let shape = Shape.random(depth: 4, using: &generator)
            try body(shape, Shape.answers(using: &generator), &generator)
        }
    }

    @Test func theOrderOfPartsDoesNotMatter() {
        forEachTree(seed: 1) { shape, answers, generator in
            #expect(shape.filled(answers).outcome == shape.shuffled(using: &generator).filled(answers).outcome)
        }
    }

    @Test func notAllIsAnyNot() {
        forEachTree(seed: 2) { shape, answers, generator in
            let parts = [shape, Shape.random(depth: 3, using: &generator)].map { $0.filled(answers) }
            #expect(Requirement.not(.all(parts)).outcome == Requirement.any(parts.map(Requirement.not)).outcome)
            #expect(Requirement.not(.any(parts)).outcome == Requirement.all(parts.map(Requirement.not)).outcome)
        }
    }

    @Test func allAndAnyAreTheEndsOfAtLeast() {
        forEachTree(seed: 3) { shape, answers, generator in
            let parts = [shape, Shape.random(depth: 3, using: &generator)].map { $0.filled(answers) }
            #expect(Requirement.all(parts).outcome == Requirement.atLeast(2, of: parts).outcome)
            #expect(Requirement.any(parts).outcome == Requirement.atLeast(1, of: parts).outcome)
        }
    }

    @Test func notTwiceIsNothing() {
        forEachTree(seed: 4) { shape, answers, _ in
            #expect(Requirement.not(.not(shape.filled(answers))).outcome == shape.filled(answers).outcome)
        }
    }

    @Test func learningMoreNeverFlipsAnAnswer() {
        forEachTree(seed: 5) { shape, answers, generator in
            let before = shape.filled(answers).outcome
            let learnt = answers.map { $0 == .unknown ? (Bool.random(using: &generator) ? Ternary.yes : .no) : $0 }
            let after = shape.filled(learnt).outcome
            #expect(before == .unknown || after == before)
            #expect(after != .unknown)
        }
    }

    @Test func switchingMethodsOffNeverGrants() {
        forEachTree(seed: 6) { shape, answers, generator in
            var off: Set<Int> = []
            var before = shape.filled(answers).outcome
            for number in (0..<Shape.leafCount).shuffled(using: &generator) {
                off.insert(number)
                let after = shape.filled(answers, off: off).outcome
                #expect(after != .yes || before == .yes)
                before = after
            }
            #expect(before != .yes, "with every method off nobody is eligible")
        }
    }

    @Test func aMethodThatIsOffNeverIsTheOneThatGranted() {
        forEachTree(seed: 7) { shape, answers, generator in
            let off = Set((0..<Shape.leafCount).filter { _ in Bool.random(using: &generator) })
            let decision = shape.filled(answers, off: off).decide(for: Subject(accounts: []), given: [:], now: noon)
            let methods = Set(off.map { MethodID(rawValue: "m\($0)") })
            #expect((decision.method != nil) == (decision.outcome == .yes))
            #expect(decision.method.map { !methods.contains($0) } ?? true)
        }
    }

    @Test(arguments: Ternary.allCases, Ternary.allCases)
    func twoPartsFollowKleenesTables(left: Ternary, right: Ternary) {
        let order: [Ternary] = [.no, .unknown, .yes]
        let ranks = [left, right].map { order.firstIndex(of: $0) ?? 0 }
        let parts = [Requirement.given(left), .given(right)]
        #expect(Requirement.all(parts).outcome == order[min(ranks[0], ranks[1])])
        #expect(Requirement.any(parts).outcome == order[max(ranks[0], ranks[1])])
    }
}
