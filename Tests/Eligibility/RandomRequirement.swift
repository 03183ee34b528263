import ChainKit
import Eligibility
import Foundation

/// SplitMix64, so that a failing tree can be made again from its seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A rule whose answer is given, to study the algebra alone.
struct GivenRule: EligibilityRule {
    let outcome: Ternary

    func plan(for subject: Subject) -> [FactQuery] { [] }
    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict {
        Verdict(outcome, reasons: [Reason("given_\(outcome)", "Given.")])
    }
}

extension Requirement {
    /// A use of the method `m<number>` with a given answer.
    static func given(_ outcome: Ternary, number: Int = 0, isOn: Bool = true) -> Requirement {
        .rule(
            RuleUse(method: MethodID(rawValue: "m\(number)"), isOn: isOn, rule: GivenRule(outcome: outcome), sentence: "be given")
        )
    }

    var outcome: Ternary { decide(for: Subject(accounts: []), given: [:], now: noon).outcome }
}

/// The form of a tree whose leaves are numbered, to be filled with answers.
indirect enum Shape {
    case leaf(Int)
    case not(Shape)
    case all([Shape])
    case any([Shape])
    case atLeast(Int, [Shape])

    static let leafCount = 6

    static func random(depth: Int, using generator: inout SeededGenerator) -> Shape {
        guard depth > 0, Int.random(in: 0..<5, using: &generator) > 0 else {
            return .leaf(Int.random(in: 0..<leafCount, using: &generator))
        }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return .not(random(depth: depth - 1, using: &generator))
        case 1: return .all(parts(depth, &generator))
        case 2: return .any(parts(depth, &generator))
        default:
            let parts = parts(depth, &generator)
            return .atLeast(Int.random(in: 1...parts.count, using: &generator), parts)
        }
    }

    private static func parts(_ depth: Int, _ generator: inout SeededGenerator) -> [Shape] {
        let count = Int.random(in: 1...4, using: &generator)
        return (0..<count).map { _ in random(depth: depth - 1, using: &generator) }
    }

    func filled(_ answers: [Ternary], off: Set<Int> = []) -> Requirement {
        switch self {
        case .leaf(let number): .given(answers[number], number: number, isOn: !off.contains(number))
        case .not(let part): .not(part.filled(answers, off: off))
        case .all(let parts): .all(parts.map { $0.filled(answers, off: off) })
        case .any(let parts): .any(parts.map { $0.filled(answers, off: off) })
        case .atLeast(let count, let parts): .atLeast(count, of: parts.map { $0.filled(answers, off: off) })
        }
    }

    /// The same requirement with the parts of every node in another order.
    func shuffled(using generator: inout SeededGenerator) -> Shape {
        switch self {
        case .leaf: self
        case .not(let part): .not(part.shuffled(using: &generator))
        case .all(let parts): .all(Self.shuffled(parts, &generator))
        case .any(let parts): .any(Self.shuffled(parts, &generator))
        case .atLeast(let count, let parts): .atLeast(count, Self.shuffled(parts, &generator))
        }
    }

    private static func shuffled(_ parts: [Shape], _ generator: inout SeededGenerator) -> [Shape] {
        var shuffled: [Shape] = []
        for part in parts.shuffled(using: &generator) { shuffled.append(part.shuffled(using: &generator)) }
        return shuffled
    }

    static func answers(using generator: inout SeededGenerator) -> [Ternary] {
        (0..<leafCount).map { _ in Ternary.allCases.randomElement(using: &generator) ?? .no }
    }
}
