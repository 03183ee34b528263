import ChainKit

extension Requirement {
    /// The whole requirement as one English sentence.
    public var sentence: String { "A participant must \(clause)." }

    private var clause: String {
        switch self {
        case .all(let parts): Self.join(parts, " and ")
        case .any(let parts): Self.join(parts, " or ")
        case .not(.rule(let use)): "not \(use.clause)"
        case .not(let part): "not (\(part.clause))"
        case .atLeast(let count, let parts): "meet at least \(count) of (\(parts.map(\.clause).joined(separator: "; ")))"
        case .rule(let use): use.clause
        }
    }

    private static func join(_ parts: [Requirement], _ word: String) -> String {
        guard parts.count > 1 else { return parts.first?.clause ?? "" }
        return parts.map { $0.isJoined ? "(\($0.clause))" : $0.clause }.joined(separator: word)
    }

    /// Whether the clause holds an "and" or an "or" that would run together with its neighbours.
    private var isJoined: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.count > 1 || parts.contains(where: \.isJoined)
        case .not, .atLeast, .rule: false
        }
    }
}

extension RuleUse {
    fileprivate var clause: String { isOn ? sentence : "\(sentence) (switched off)" }
}
