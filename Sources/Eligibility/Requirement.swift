import ChainKit

/// What a campaign asks of a person: uses of methods, joined by three-valued (Kleene) logic.
public indirect enum Requirement: Sendable {
    /// Yes when every part is.
    case all([Requirement])
    /// Yes when some part is.
    case any([Requirement])
    case not(Requirement)
    /// Yes when that many parts are, whichever they be.
    case atLeast(Int, of: [Requirement])
    case rule(RuleUse)
}

/// One place in a requirement where a method is used, its parameters already read.
public struct RuleUse: Sendable {
    public let method: MethodID
    /// Whether the campaign has the method switched on. One that is off never helps to grant.
    public let isOn: Bool
    public let rule: any EligibilityRule
    /// What the rule asks, as the words after "must", such as `hold at least 1 of …`.
    public let sentence: String

    public init(method: MethodID, isOn: Bool, rule: any EligibilityRule, sentence: String) {
        self.method = method
        self.isOn = isOn
        self.rule = rule
        self.sentence = sentence
    }
}

/// A rule that can say in words what it asks.
public protocol DescribedRule: EligibilityRule {
    /// The words after "must", such as `be on the list founders.csv`.
    var sentence: String { get }
}

extension Requirement {
    /// Every use of a method, from left to right.
    var uses: [RuleUse] {
        switch self {
        case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.flatMap(\.uses)
        case .not(let part): part.uses
        case .rule(let use): [use]
        }
    }

    /// The methods used, each once, in the order of their first use.
    public var methods: [MethodID] { uses.map(\.method).withoutRepeats() }

    /// What has to be known to decide about the subject: each query once, in the order of first use. Methods that are
    /// off need nothing.
    public func plan(for subject: Subject) -> [FactQuery] {
        uses.filter(\.isOn).flatMap { $0.rule.plan(for: subject) }.withoutRepeats()
    }
}

extension Sequence where Element: Hashable {
    /// The elements in order, each where it comes first.
    func withoutRepeats() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
