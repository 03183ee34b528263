import ChainKit

/// One part of a scripted answer, and what it is replaced by so that the answer cannot be meant.
struct SpoiltAnswer: Sendable {
    /// Which entry of the script.
    let entry: Int
    /// RFC 6901 pointer into the entry's JSON; empty for all of it.
    let pointer: String
    let replacements: [JSONValue]

    /// A number that cannot be an amount, but can be what a stranger's contract says of itself.
    static let negative: JSONValue = "-1"

    /// The script with one replacement made.
    func script(_ script: [ScriptedUpstream.Entry], _ replacement: JSONValue) -> [ScriptedUpstream.Entry] {
        var spoilt = script
        if case .json(let body) = script[entry].response.body, let changed = body.replacing(at: pointer, with: replacement) {
            spoilt[entry].response.body = .json(changed)
        }
        return spoilt
    }

    /// The script with nothing in the part's place: null, and not even its name.
    func scriptsWithout(_ script: [ScriptedUpstream.Entry]) -> [[ScriptedUpstream.Entry]] {
        var shorter = script
        if case .json(let body) = script[entry].response.body, let rest = body.removing(at: pointer) {
            shorter[entry].response.body = .json(rest)
        }
        return [self.script(script, .null), shorter]
    }

    /// For a report.
    func name(in script: [ScriptedUpstream.Entry]) -> String {
        let request = script[entry].request
        let asked = (request.rpc ?? request.path ?? "any request").replacing(ExchangeBench.secret, with: "{{secret}}")
        return "\(asked)\(pointer.isEmpty ? "" : " \(pointer)")"
    }

    /// Members in the answers of some entries that are scalars, evenly thinned to `limit` that are true or false and
    /// `limit` others.
    /// - Parameter optional: names of members that the chain's own interface may leave out.
    static func parts(
        of script: [ScriptedUpstream.Entry], used: [Int], without optional: [String], atMost limit: Int
    ) -> [SpoiltAnswer] {
        var (flags, others): ([SpoiltAnswer], [SpoiltAnswer]) = ([], [])
        for entry in used {
            guard case .json(let body) = script[entry].response.body else { continue }
            for (pointer, leaf) in body.leaves where !optional.contains(where: { pointer.hasSuffix("/\($0)") }) {
                let part = SpoiltAnswer(entry: entry, pointer: pointer, replacements: [])
                if leaf.flag != nil { flags.append(part) } else if !pointer.isEmpty { others.append(part) }
            }
        }
        return thinned(flags, to: limit) + thinned(others, to: limit)
    }

    private static func thinned(_ parts: [SpoiltAnswer], to limit: Int) -> [SpoiltAnswer] {
        let count = min(limit, parts.count)
        return (0..<count).map { parts[$0 * parts.count / count] }
    }

    /// All ways to spoil the answers of some entries: each answer as a whole, then every leaf, evenly thinned to `limit`.
    /// - Parameter names: texts that name something the question asks for. Another such text is another name, and rightly
    ///   changes the answer, so that only their type is spoilt.
    static func all(
        of script: [ScriptedUpstream.Entry], used: [Int], names: Set<String>, atMost limit: Int
    ) -> [SpoiltAnswer] {
        var whole: [SpoiltAnswer] = []
        var leaves: [SpoiltAnswer] = []
        for entry in used {
            guard case .json(let body) = script[entry].response.body else { continue }
            let empty: [JSONValue] = body.members == nil ? [] : [[:]]
            whole.append(SpoiltAnswer(entry: entry, pointer: "", replacements: [nil, -1, "garbage", true] + empty))
            for (pointer, list) in body.listsOfObjects {
                let doubled = JSONValue.array(list + list.prefix(1))
                whole.append(SpoiltAnswer(entry: entry, pointer: pointer, replacements: [doubled]))
            }
            for (pointer, leaf) in body.leaves where !pointer.isEmpty {
                leaves.append(SpoiltAnswer(entry: entry, pointer: pointer, replacements: leaf.unmeant(names: names)))
            }
        }
        return whole + thinned(leaves, to: limit)
    }
}

extension JSONValue {
    /// The scalars in this value, in the order of pointers, but for nulls: what stands in their place is optional.
    fileprivate var leaves: [(pointer: String, value: JSONValue)] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                value.leaves.map { (JSONPointer.member(name, of: "") + $0.pointer, $0.value) }
            }
        case .array(let elements):
            elements.enumerated().flatMap { index, value in
                value.leaves.map { (JSONPointer.element(index, of: "") + $0.pointer, $0.value) }
            }
        case .null: []
        default: [("", self)]
        }
    }

    /// The lists of objects in this value, of elements in the first alone: with one of them twice, as when a page is read again, there is no more than before.
    fileprivate var listsOfObjects: [(pointer: String, elements: [JSONValue])] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                value.listsOfObjects.map { (JSONPointer.member(name, of: "") + $0.pointer, $0.elements) }
            }
        case .array(let elements):
            (elements.first?.members == nil ? [] : [("", elements)])
                + elements.prefix(1).enumerated().flatMap { index, value in
                    value.listsOfObjects.map { (JSONPointer.element(index, of: "") + $0.pointer, $0.elements) }
                }
        default: []
        }
    }

    /// What nobody can mean in place of this scalar: of another type, negative, too large.
    fileprivate func unmeant(names: Set<String>) -> [JSONValue] {
        let compound: [JSONValue] = [[], [:]]
        switch self {
        case .string(let text):
            // Not a number: some write the same number now as text and now not.
            if names.contains(text.lowercased()) { return [true] + compound }
            if text.isHexNumber { return [true, "0x-1", .string("0x" + String(repeating: "f", count: 80))] + compound }
            if text.isDecimalNumber {
                return [true, SpoiltAnswer.negative, .string(String(repeating: "9", count: 100))] + compound
            }
            return [true] + compound
        case .integer, .number: return ["x", -1, .number(1e300)] + compound
        case .bool: return ["x"] + compound
        case .null, .array, .object: return []
        }
    }

    /// Every text in this value, in lower case.
    var texts: Set<String> {
        switch self {
        case .string(let text): [text.lowercased()]
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.texts) }
        case .object(let members): members.values.reduce(into: []) { $0.formUnion($1.texts) }
        default: []
        }
    }
}

extension String {
    fileprivate var isDecimalNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
    fileprivate var isHexNumber: Bool { hasPrefix("0x") && utf8.dropFirst(2).allSatisfy { Hex.value($0) != nil } }
}
