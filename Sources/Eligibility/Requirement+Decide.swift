import ChainKit
import Foundation

extension Requirement {
    /// Seconds to wait before asking again about an unknown for which no wait was given.
    public static let defaultRetryAfterSeconds = 5.0

    /// Decides about the subject. Pure: the same facts give the same decision.
    ///
    /// A part that is unknown leaves the whole unknown only where it could still tip it: `any` with a yes is yes, `all`
    /// with a no is no. A method that is off counts as no, and as yes below an odd number of `not`s, so that it never
    /// helps to grant. A yes rests on as few parts as it needs, the first ones as the requirement is written, and its
    /// evidence names tokens for those alone.
    /// - Parameter counting: the facts cut to what may count towards a grant, where that is less than all of `facts`. Below
    ///   an odd number of `not`s all of them count, so that leaving something out never helps to grant.
    public func decide(for subject: Subject, given facts: Facts, counting: Facts? = nil, now: Date) -> Decision {
        let matter = Matter(subject: subject, facts: facts, counting: counting ?? facts, now: now)
        let weighed = weigh(matter, isNegated: false)
        let findings = weighed.decisive + weighed.other
        let granting = weighed.outcome == .yes ? weighed.decisive.first { !$0.isNegated } ?? weighed.decisive.first : nil
        return Decision(
            outcome: weighed.outcome,
            method: granting?.method,
            account: granting.flatMap { Self.account(of: [$0] + weighed.decisive) },
            reasons: findings.flatMap(\.verdict.reasons).withoutRepeats(),
            evidence: Self.evidence(weighed),
            retryAfterSeconds: weighed.outcome == .unknown ? Self.wait(for: weighed.decisive) : nil)
    }

    private static func account(of findings: [Finding]) -> Account? {
        let evidence = findings.flatMap(\.verdict.evidence)
        return (evidence.first { !$0.items.isEmpty } ?? evidence.first { $0.amount > .zero } ?? evidence.first)?.account
    }

    /// Each reading once, with the tokens that the outcome rests on.
    private static func evidence(_ weighed: Weighed) -> [Evidence] {
        let decisive = weighed.decisive.flatMap(\.verdict.evidence)
        let other = weighed.other.flatMap(\.verdict.evidence)
        var items: [Evidence: Set<String>] = [:]
        if weighed.outcome == .yes {
            for evidence in decisive { items[evidence.withoutItems, default: []].formUnion(evidence.items) }
        }
        return (decisive + other).map(\.withoutItems).withoutRepeats().map { reading in
            var evidence = reading
            evidence.items = items[reading]?.sorted() ?? []
            return evidence
        }
    }

    private static func wait(for findings: [Finding]) -> Double {
        findings.compactMap(\.verdict.retryAfterSeconds).min() ?? defaultRetryAfterSeconds
    }

    private struct Matter {
        let subject: Subject
        let facts: Facts
        let counting: Facts
        let now: Date
    }

    /// What one use of a method concluded.
    private struct Finding {
        let method: MethodID
        /// Below an odd number of `not`s.
        let isNegated: Bool
        let verdict: Verdict
    }

    private struct Weighed {
        var outcome: Ternary
        /// What the outcome rests on.
        var decisive: [Finding] = []
        var other: [Finding] = []
    }

    private func weigh(_ matter: Matter, isNegated: Bool) -> Weighed {
        switch self {
        case .all(let parts): return Self.count(parts, needed: parts.count, matter, isNegated)
        case .any(let parts): return Self.count(parts, needed: 1, matter, isNegated)
        case .atLeast(let needed, let parts): return Self.count(parts, needed: needed, matter, isNegated)
        case .not(let part):
            var weighed = part.weigh(matter, isNegated: !isNegated)
            weighed.outcome = !weighed.outcome
            return weighed
        case .rule(let use):
            let facts = isNegated ? matter.facts : matter.counting
            let verdict = use.isOn ? use.rule.decide(for: matter.subject, given: facts, now: matter.now) : use.off(isNegated)
            return Weighed(
                outcome: verdict.outcome, decisive: [Finding(method: use.method, isNegated: isNegated, verdict: verdict)])
        }
    }

    private static func count(_ parts: [Requirement], needed: Int, _ matter: Matter, _ isNegated: Bool) -> Weighed {
        let weighed = parts.map { $0.weigh(matter, isNegated: isNegated) }
        let yes = weighed.count { $0.outcome == .yes }
        let unknown = weighed.count { $0.outcome == .unknown }
        var whole = Weighed(outcome: yes >= needed ? .yes : yes + unknown < needed ? .no : .unknown)
        // Of what helps to grant, no more than is needed: tokens that nothing rests on stay free.
        let helping: Ternary = isNegated ? .no : .yes
        var left = whole.outcome == helping ? (isNegated ? parts.count - needed + 1 : needed) : parts.count
        for part in weighed {
            if part.outcome == whole.outcome, left > 0 {
                left -= 1
                whole.decisive += part.decisive
                whole.other += part.other
            } else {
                whole.other += part.decisive + part.other
            }
        }
        return whole
    }
}

extension Evidence {
    fileprivate var withoutItems: Evidence {
        var evidence = self
        evidence.items = []
        return evidence
    }
}

extension RuleUse {
    fileprivate func off(_ isNegated: Bool) -> Verdict {
        Verdict(
            isNegated ? .yes : .no,
            reasons: [Reason("method_off", "The method \"\(method)\" is switched off for this campaign.")])
    }
}
