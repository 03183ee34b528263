import ChainKit

/// What has been found wrong so far. Reading goes on after a mistake, so that all of them are told at once.
final class MistakeList {
    private(set) var mistakes: [ConfigurationMistake] = []

    func append(_ mistake: ConfigurationMistake) { mistakes.append(mistake) }
    func append(contentsOf more: [ConfigurationMistake]) { mistakes += more }
}

/// A value of a configuration file, where it stands, and where its mistakes go.
///
/// A reader that finds no right value reports it and gives a stand-in, which no one uses: a configuration with a mistake
/// is thrown away.
struct ConfigurationNode {
    let value: JSONValue
    let map: SourceMap
    let pointer: String
    let list: MistakeList

    init(_ document: YAMLDocument, list: MistakeList) {
        self.init(value: document.value, map: document.map, pointer: "", list: list)
    }

    private init(value: JSONValue, map: SourceMap, pointer: String, list: MistakeList) {
        self.value = value
        self.map = map
        self.pointer = pointer
        self.list = list
    }

    var source: ConfigurationSource { ConfigurationSource(map: map, pointer: pointer) }

    /// False when a part has to come from the environment and is not there.
    var isComplete: Bool { !map.isIncomplete(pointer) }

    /// The member, unless it is missing or null.
    func find(_ name: String) -> ConfigurationNode? {
        guard let member = value[name], !member.isNull else { return nil }
        return node(member, JSONPointer.member(name, of: pointer))
    }

    /// The members of an object, null ones too, in the order of the file.
    var members: [(name: String, node: ConfigurationNode)] {
        (map.order[pointer] ?? []).map { ($0, node(value[$0] ?? .null, JSONPointer.member($0, of: pointer))) }
    }

    /// The elements of a list; a mistake when this is none.
    var elements: [ConfigurationNode] {
        guard case .array(let elements) = value else {
            refuse("Found \(value.kind); write a list.")
            return []
        }
        return elements.enumerated().map { node($1, JSONPointer.element($0, of: pointer)) }
    }

    private func node(_ value: JSONValue, _ pointer: String) -> ConfigurationNode {
        ConfigurationNode(value: value, map: map, pointer: pointer, list: list)
    }

    /// The value as a message may repeat it: short, and nothing that came from the environment. Where a secret could
    /// stand, messages name the kind of value alone.
    var found: String {
        guard !map.substituted.contains(pointer) else { return "\(value.kind) from the environment" }
        return switch value {
        case .string(let text): "\"\(text.prefix(64))\""
        case .integer, .number, .bool: value.json
        default: value.kind
        }
    }

    /// Reports a mistake in this value, unless the environment already failed it.
    func refuse(_ message: String) {
        if !map.unset.contains(pointer) { list.append(map.mistake(message, at: pointer)) }
    }

    /// Reports a mistake about this object as a whole, or about this member's being there.
    func refuseWhole(_ message: String) { list.append(map.mistake(message, atNameOf: pointer)) }

    /// Reports every member whose name is not among `names`, or that this is no object.
    func allow(_ names: [String]) {
        guard case .object = value else {
            return refuse("Found \(value.kind); write an object with \(names.joined(separator: ", ")).")
        }
        for name in map.order[pointer] ?? [] where !names.contains(name) {
            let suggestion = Spelling.nearest(to: name, among: names)
            let right = suggestion.map { "did you mean \"\($0)\"?" } ?? "write one of \(names.joined(separator: ", "))."
            list.append(
                map.mistake(
                    "Found \"\(name)\", which means nothing here; \(right)", atNameOf: JSONPointer.member(name, of: pointer)))
        }
    }

    /// Reports that a member is missing.
    func refuseMissing(_ name: String, _ example: String) {
        if case .object = value { refuseWhole("\"\(name)\" is missing; write \(name): \(example).") }
    }
}
