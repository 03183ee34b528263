import ChainKit

extension Requirement {
    /// How deep a requirement may nest.
    public static let maximumDepth = 16

    /// Reads the requirement tree of a campaign: `all: […]`, `any: […]`, `not: {…}`, `at_least: {count: n, of: […]}`,
    /// `holds: {chain: sol, …}` or `method: …` with the method's parameters beside it.
    /// - Parameters:
    ///   - enabled: the methods the campaign has switched on.
    ///   - claimsTokens: whether a token may make one person eligible only, so that every asset must be ``Asset/isUnique``.
    /// - Returns: the tree, or every mistake in it, each with an RFC 6901 pointer into `value`.
    public static func read(
        _ value: JSONValue, methods: MethodRegistry, enabled: Set<MethodID>, claimsTokens: Bool = false
    ) async -> (requirement: Requirement?, mistakes: [ChainError]) {
        var reader = RequirementReader(methods: methods, enabled: enabled, claimsTokens: claimsTokens)
        let requirement = await reader.read(value, at: "", depth: 1)
        return (reader.mistakes.isEmpty ? requirement : nil, reader.mistakes)
    }
}

/// Reads on after a mistake, so that all of them can be told at once.
private struct RequirementReader {
    let methods: MethodRegistry
    let enabled: Set<MethodID>
    let claimsTokens: Bool
    var mistakes: [ChainError] = []

    private enum Operator: String, CaseIterable {
        case all, any, not, holds, method
        case atLeast = "at_least"

        static let choice = "\"all\", \"any\", \"not\", \"at_least\", \"holds\" or \"method\""
    }

    init(methods: MethodRegistry, enabled: Set<MethodID>, claimsTokens: Bool) {
        self.methods = methods
        self.enabled = enabled
        self.claimsTokens = claimsTokens
    }

    mutating func read(_ value: JSONValue, at pointer: String, depth: Int) async -> Requirement? {
        guard depth <= Requirement.maximumDepth else {
            return refuse("This requirement is nested deeper than \(Requirement.maximumDepth) levels; write it flatter.", pointer)
        }
        guard case .object(let members) = value else {
            return refuse("Found \(value.kind); write an object with one of \(Operator.choice).", pointer)
        }
        // Beside `method`, at_least is that method's parameter.
        let isMethod = members[Operator.method.rawValue] != nil
        let found = members.keys.compactMap(Operator.init).filter { !(isMethod && $0 == .atLeast) }
            .sorted { $0.rawValue < $1.rawValue }
        guard let only = found.first else {
            let names = members.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            return refuse("Found \(names.isEmpty ? "nothing" : names); write one of \(Operator.choice).", pointer)
        }
        guard found.count == 1, let operand = members[only.rawValue] else {
            let names = found.map { "\"\($0.rawValue)\"" }.joined(separator: " and ")
            return refuse("Found \(names) together; write one of them, or join two objects with \"all\" or \"any\".", pointer)
        }
        if only == .method { return await method(operand, members, pointer) }
        refuseMembers(of: members, beside: [only.rawValue], pointer)
        let inside = JSONPointer.member(only.rawValue, of: pointer)
        switch only {
        case .all: return await parts(operand, inside, depth).map(Requirement.all)
        case .any: return await parts(operand, inside, depth).map(Requirement.any)
        case .not: return await read(operand, at: inside, depth: depth + 1).map(Requirement.not)
        case .atLeast: return await atLeast(operand, inside, depth)
        default: return await holds(operand, inside)
        }
    }

    private mutating func parts(_ value: JSONValue, _ pointer: String, _ depth: Int) async -> [Requirement]? {
        guard case .array(let elements) = value else {
            return refuse("Found \(value.kind); write a list of requirements.", pointer)
        }
        guard !elements.isEmpty else { return refuse("Found an empty list; write at least one requirement.", pointer) }
        var parts: [Requirement] = []
        for (index, element) in elements.enumerated() {
            let part = await read(element, at: JSONPointer.element(index, of: pointer), depth: depth + 1)
            if let part { parts.append(part) }
        }
        return parts.count == elements.count ? parts : nil
    }

    private mutating func atLeast(_ value: JSONValue, _ pointer: String, _ depth: Int) async -> Requirement? {
        guard case .object(let members) = value else {
            return refuse("Found \(value.kind); write {count: 2, of: [ … ]}.", pointer)
        }
        refuseMembers(of: members, beside: ["count", "of"], pointer)
        guard let of = members["of"] else { return refuse("\"of\" is missing; write the list to count in.", pointer) }
        let parts = await parts(of, JSONPointer.member("of", of: pointer), depth)
        guard let count = members["count"] else { return refuse("\"count\" is missing; write how many must hold.", pointer) }
        let most = max(of.elements?.count ?? 1, 1)
        guard let whole = count.whole, let needed = Int(exactly: whole), (1...most).contains(needed) else {
            let written = count.whole.map(String.init) ?? count.kind
            return refuse("Found \(written); write a whole number from 1 to \(most).", JSONPointer.member("count", of: pointer))
        }
        return parts.map { .atLeast(needed, of: $0) }
    }

    private mutating func holds(_ value: JSONValue, _ pointer: String) async -> Requirement? {
        guard case .object(var members) = value else {
            return refuse("Found \(value.kind); write {chain: …, at_least: 1} and the asset.", pointer)
        }
        guard let chain = members.removeValue(forKey: "chain") else {
            return refuse("\"chain\" is missing; write one of \(chains).", pointer)
        }
        guard let name = chain.text, let method = find(name) as? HoldingMethod else {
            let written = chain.text.map { "\"\($0.prefix(64))\"" } ?? chain.kind
            return refuse(
                "Found \(written), which is no chain; write one of \(chains).", JSONPointer.member("chain", of: pointer))
        }
        return await use(method, .object(members), pointer)
    }

    private mutating func method(_ value: JSONValue, _ members: [String: JSONValue], _ pointer: String) async -> Requirement? {
        guard let name = value.text, let method = find(name) else {
            let written = value.text.map { "\"\($0.prefix(64))\"" } ?? value.kind
            let choice = methods.ids.map(\.rawValue).joined(separator: ", ")
            return refuse(
                "Found \(written), which is no method; write one of \(choice).",
                JSONPointer.member(Operator.method.rawValue, of: pointer))
        }
        return await use(method, .object(members.filter { $0.key != Operator.method.rawValue }), pointer)
    }

    private mutating func use(_ method: any EligibilityMethod, _ parameters: JSONValue, _ pointer: String) async -> Requirement? {
        do {
            let rule = try await method.rule(parameters)
            if claimsTokens, let asset = (rule as? HoldingRule)?.asset, !asset.isUnique {
                return refuse(
                    "Found \(asset.namespace):\(asset.reference), whose tokens are not each one of a kind, under "
                        + "\"claim_by: asset\"; name an NFT collection, or write claim_by: wallet.", pointer)
            }
            let sentence = (rule as? any DescribedRule)?.sentence ?? "pass \"\(method.id)\""
            return .rule(RuleUse(method: method.id, isOn: enabled.contains(method.id), rule: rule, sentence: sentence))
        } catch {
            mistakes.append(error.under(pointer))
            return nil
        }
    }

    private func find(_ name: String) -> (any EligibilityMethod)? { try? methods.require(MethodID(rawValue: name)) }

    private var chains: String {
        methods.ids.map(\.rawValue).filter { find($0) is HoldingMethod }.joined(separator: ", ")
    }

    private mutating func refuseMembers(of members: [String: JSONValue], beside known: Set<String>, _ pointer: String) {
        for name in members.keys.filter({ !known.contains($0) }).sorted() {
            let right = known.sorted().map { "\"\($0)\"" }.joined(separator: " and ")
            let _: Requirement? = refuse("Found \"\(name)\"; write only \(right) here.", JSONPointer.member(name, of: pointer))
        }
    }

    private mutating func refuse<Value>(_ message: String, _ pointer: String) -> Value? {
        mistakes.append(ChainError(.parametersInvalid, message, pointer: pointer))
        return nil
    }
}
